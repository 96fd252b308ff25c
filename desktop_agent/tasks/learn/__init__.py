"""Learning from a demonstration: a person does a task once, which becomes a task that needs no model.

`session.py` opens the devices and runs the demonstration on its own thread: `listen.py` receives mouse and keyboard
events, `watch.py` processes them and takes the pictures, and `control_keys.py` has the keys that pause, end and
discard. `demonstration.py` has events as data, and combines them into gestures. `watch.py` also decides which text is
a secret and is never stored.

Each act has the screen before it: `before_press.py` has the pictures of the last seconds only, and asks programs for
the control under the pointer before a press.

`to_steps.py` makes acts of gestures, with the names and labels that can be read, and has their lines written.
"""
