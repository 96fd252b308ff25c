"""The model of a run: its provider, server, key and trial."""
