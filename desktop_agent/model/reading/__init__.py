"""Reads answers: turns foreign items into calls and actions, or into a sentence that says why not."""
