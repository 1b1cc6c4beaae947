"""Other programs beside Berkas on the same documents, each with the call that its readme recommends."""
