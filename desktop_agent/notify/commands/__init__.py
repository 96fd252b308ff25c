"""What tells a person who is away, on the command line: `notify.py` tries it out, and keeps its keys."""
