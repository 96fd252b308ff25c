"""The window of a set of changes: what a desk or a run has changed, understood at first sight, and applied or undone.

`button.py` offers it for a finished run. `window.py` is the window. On its left is a tree of groups (`tree.py`, made
only for what is in sight), on its right the chosen line: `detail.py` reads what is known of it beside Qt's thread and
shows that, with text as a diff or two small pictures, which are decoded within limits, and makes the copy that the
person's own editor gets. The window says afterwards what was done and what was not, and asks before all is thrown away.
"""
