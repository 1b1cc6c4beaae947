"""Templates as data: one immutable YAML file per version."""
