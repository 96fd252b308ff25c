"""The *Receipt* window: what a desk has changed, understood at first sight, and taken over, in part, or not at all.

`window.py` is the window. On its left is a tree of groups (`tree.py` over the lines of `lines.py`, made only for what
is in sight), on its right the chosen line: `facts.py` says what is known of it, read beside Qt's thread, `detail.py`
shows that, with text as a diff or pictures side by side, which are decoded within limits, and makes the copy that
the person's own editor gets. The window tells afterwards what was taken over and what was not, and asks before all
is thrown away.
"""
