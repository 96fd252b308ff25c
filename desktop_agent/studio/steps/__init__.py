"""Steps that need no model: a text that a person can edit, and what plays it with eyes on the screen.

A `.steps` file is plain steps in the words of the offline grammar, each with anchors: the window, the place in it, a
picture of it, and what the control was called. `step` has it as data, `text` reads and writes it, `words` knows the
acts that the grammar has no words for, and `variables` fills in what a person may change. A good recording becomes the
same data in `from_recording`.

To play a step, `place` looks for its place on the screen as it is now: by the control's name (`core/locator`), and
where there is none by its looks (`sight`), from the recorded point to a window that has moved, changed its theme or its
scale. `comparison` has what else was recorded and must be the same: the window, words that were read, boxes that have
been ticked since. Where it is in doubt, it finds nothing. `player` is a model like any other: it goes through the same
loop, the same rules and the same questions to a person as a live run.
"""
