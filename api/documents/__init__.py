"""Documents over HTTP: exports as files."""
