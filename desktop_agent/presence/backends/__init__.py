"""Ways to watch the person's hand: one file for each system."""
