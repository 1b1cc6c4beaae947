"""Where the values of a template's fields may stand."""
