"""What clients do with a document: correct it, export it, see who has it open."""
