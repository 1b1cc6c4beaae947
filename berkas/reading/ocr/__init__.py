"""Recognising text in pictures."""
