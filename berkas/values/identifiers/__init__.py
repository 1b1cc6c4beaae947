"""Indonesian identifiers: one module per number, each with compact, validate, is_valid and format."""
