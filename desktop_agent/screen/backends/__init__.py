"""One file for each way to capture the screen."""
