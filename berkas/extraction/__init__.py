"""Reading and understanding: bytes in, frozen results out. Limits arrive as arguments, never from settings."""
