"""Everything that a document holds of one kind, whatever it is about: labels with values, identifiers, tables."""
