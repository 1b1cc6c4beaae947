"""Tests of the analyst's page: a package, so that its files share one installation and one browser."""
