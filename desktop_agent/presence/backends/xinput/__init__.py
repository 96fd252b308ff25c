"""What the backend for X11 is made of."""
