"""Evidence: what speaks for and against each candidate of a field, as numbers."""
