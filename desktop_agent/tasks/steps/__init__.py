"""Steps that need no model: a text that a person can edit, and a player that checks the screen.

A `.steps` file has plain steps in the words of the offline grammar, each with anchors: the window, the place in it, a
picture of it, and the control's name. `step` has it as data, `text` reads and writes it, `words` adds words for acts
beyond the grammar, and `variables` fills in the texts that a person may change. `from_recording` makes the same data
of a recorded run.

To play a step, `place` looks for its place on the current screen: by the control's name (`core/locator`), else by its
looks (`sight`), also in a window that was moved or has another theme or scale. `comparison` checks what else must be as
recorded: the window, texts that were read, check boxes. In doubt, nothing is found. `player` is a model like any other:
it goes through the same loop, rules and approvals as a live run.
"""
