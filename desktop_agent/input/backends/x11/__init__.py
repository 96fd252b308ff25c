"""The parts of the X11 backend: keyboard extension, keys, selections, borrowed keycodes."""
