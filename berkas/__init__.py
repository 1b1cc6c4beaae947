"""The core of Berkas: rules and engines. It imports no web framework, orchestrator or database library."""
