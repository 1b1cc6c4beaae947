"""What every part of the API shares on the wire."""
