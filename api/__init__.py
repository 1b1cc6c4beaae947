"""HTTP only: what a REST client sees."""
