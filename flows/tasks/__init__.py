"""Tasks of a few lines around the core; each is a step worth seeing in the Prefect UI."""
