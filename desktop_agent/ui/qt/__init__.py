"""What every window is built on.

Starting: `availability.py` and `app.py`. Threads: a call from any thread goes through `executor.py`, slow work through
`background_task.py`. Looks: `theme.py` and `icons.py`; `image_reader.py` reads
pictures in any thread. Parts: `widgets.py` makes all labels and buttons, `layout.py`
says how a window divides its room. Places: `screen_units.py` converts pixels of the desktop to Qt's units,
`window_places.py` brings a window to the front, in sway and KWin by their word, and `layers.py` shows floating windows
in Wayland; in X11 it asks Qt's own X server for the order of windows, and has it fill what is not painted yet.
"""
