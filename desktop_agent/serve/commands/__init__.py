"""The command that serves the built-in model."""
