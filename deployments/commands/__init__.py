"""The sub-commands of `berkas`, one module each, imported when used."""
