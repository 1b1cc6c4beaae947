"""What clients do with a document: correct it, see who has it open."""
