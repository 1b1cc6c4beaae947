"""Sealed storage: envelope encryption, keys, blobs, and the memory slots that pass a password on."""
