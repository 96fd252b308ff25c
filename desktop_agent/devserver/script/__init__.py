"""A scripted model: answers from a file, in order, and what goes wrong with them."""
