"""Reads answers: turns foreign items into calls and actions, or into a sentence with the reason why not.

`turn.py` is the entry and reads a complete response, whose outline is in `shapes.py`. `turn.py` reads calls of a
computer tool, `tool_call.py` those of a family's functions and calls in text, and `function.py` those of the user's
functions. All of them end in `action.py`, a closed table of actions.
"""
