"""The end of a run, and what is certain about it."""
