"""Putting it to work: deployments, the warm worker, the local stack and the `berkas` command."""
