"""The confined process in which every parser runs, and what its parent says to it."""
