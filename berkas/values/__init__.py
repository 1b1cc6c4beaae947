"""Printed text into values: money, dates, names, identifiers."""
