"""Orchestration only: what happens to a document, step by step."""
