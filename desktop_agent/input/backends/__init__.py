"""One file for each input backend."""
