"""Recorded runs of six programs, replayed as they were, moved, dark, larger, covered, and with another label."""
