"""Words of the families: what they share, and what each has for itself."""
