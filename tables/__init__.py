"""Database: tables, migrations and every query."""
