"""What colours a piece of the screen has, as the X server gives it: for tests that wait until something is drawn."""
