"""Texts: ours, in a language, and those of others, made safe to show, compare and keep."""
