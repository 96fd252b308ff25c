"""Runs: as they are recorded, as the loop plays them with ports of a test, and what is made of them."""
