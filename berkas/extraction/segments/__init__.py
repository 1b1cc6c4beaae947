"""Segments: the pages or regions of a file that form one document each, found before a template is applied."""
