"""The parts of the XTEST backend: keys, borrowed keycodes, pasted text, and what is held down."""
