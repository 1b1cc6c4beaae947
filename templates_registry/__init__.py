"""Types and templates as data: a folder for each type; one immutable YAML file for each version of a template."""
