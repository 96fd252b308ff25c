"""One file for each way to press keys and move the pointer."""
