"""The lines of a task: read, written, made of a recording, and played, each checked against the screen.

A step is in the words of the offline grammar, with its window, the place in it, a picture of it, and the control's
name. `lines.py` reads and writes them, `words.py` adds words for acts beyond the grammar, and `variables.py` fills in
the texts that a person may change. `writer.py` makes lines of acts: those of a recorded run, or of a demonstration.

To play a step, `place.py` looks for its place on the current screen: by the control's name
(`core/controls/locator.py`), else by its looks (`sight.py`), also in a window that was moved or has another theme or
scale. `comparison.py` checks what else must be as recorded: the window, texts that were read, check boxes. In doubt,
nothing is found. `player.py` is a model like any other: it goes through the same loop, rules and approvals as a live
run. `guidance.py` shows a model how a similar task was done.
"""
