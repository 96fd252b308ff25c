"""A person who is away, on the command line.

`notify.py` tries out what tells them, and keeps its keys; `pair.py` pairs the phone by which they answer.
"""
