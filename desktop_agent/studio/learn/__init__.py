"""Show me once: a person does a task, and out comes a file of plain steps that plays it without a model.

`session.py` opens all that is needed and runs the rest on a thread of its own: `listen.py` hears mouse and keyboard,
`watch.py` works off what is heard, by whoever it is done, makes the pictures of it, and `control_keys.py` knows the
keys that pause, end and discard. `gestures.py` makes whole gestures of single presses; both are data in
`demonstration.py`.

Each act has the moment before it: `rolling.py` keeps the pictures of the last seconds and none for longer, `names.py`
asks programs what is under the pointer before it is pressed, and `secrecy.py` says what is a secret and is never kept.

`to_steps.py` makes acts of the gestures as a person would tell them, and of these the steps, with the names and labels
that can be read. `editing.py` changes the steps as the person wants them, and `kept_files.py` lists those that
are kept.
"""
