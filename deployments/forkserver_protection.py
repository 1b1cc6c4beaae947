"""Imported first by the forkserver of the worker, to keep what it knows from other processes; its slots inherit that."""

from berkas.process_secrets import protect

protect()
