"""Migrations in the order of their ids; shipped in the wheel, never edited once released."""
