"""The screen in words, for a model."""
