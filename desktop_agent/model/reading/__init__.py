"""Reads answers: turns foreign items into calls and actions, or into a sentence that says why not.

`turn.py` is the entry and reads a whole response, whose outline is in `shapes.py`. A call is read where it stands: by
`turn.py` in a tool for the computer, by `tool_call.py` in functions of a family and in text, and by `function.py` where
it is one of the user's functions. All of them end in `action.py`, a closed table of actions.
"""
