"""Measuring the reading on documents whose truth is known, and drawing such documents."""
