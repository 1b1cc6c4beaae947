"""Checks of values against each other and against registers."""
