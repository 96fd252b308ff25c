"""One file for each way to see the screen, its windows, its controls and its clipboard."""
