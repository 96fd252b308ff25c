"""Asking at the terminal: the question, the answer, and proof that a person typed it."""
