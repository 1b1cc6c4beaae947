"""Tests of templates over the API: a package, so that its files share one installation."""
