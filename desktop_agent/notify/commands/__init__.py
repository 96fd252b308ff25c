"""Notifications of a person who is away, on the command line: `notify.py` tests them, and stores their keys."""
