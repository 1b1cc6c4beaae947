"""Tests of the whole stack: a package, so that the stacks of its conftest end with its last test."""
