"""Let a language model work a person's real computer, under that person's eyes."""

__version__ = "0.1.0"
