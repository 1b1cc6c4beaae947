"""What a person's corrections make of an extraction."""
