"""Runs the functions that a user lets the model call beside the computer."""
