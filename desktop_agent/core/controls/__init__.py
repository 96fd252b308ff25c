"""Controls: their roles, labels, and how one is found again."""
