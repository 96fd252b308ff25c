"""The protocol of a run: whoever started it, or watches it, and its host talk by these messages."""
