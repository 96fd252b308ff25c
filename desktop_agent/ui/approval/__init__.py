"""The approval card, the marks on its targets, and the windows that belong to a question."""
