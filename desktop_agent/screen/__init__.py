"""See: pictures of the screen, and what is under a point."""
