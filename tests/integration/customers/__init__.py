"""Tests of what documents of one customer say of each other: a package, so that its files share one installation."""
