"""What every window is built on.

Starting and ending: `availability.py` and `app.py`, `quit_signals.py`, `delete_window.py`. Threads:
a call from any thread goes through `main_thread.py` or `executor.py`, slow work through `background_task.py`. Looks:
`theme.py`, `icons.py`, `density.py`. Parts: `widgets.py` makes all labels and buttons, beside
`panes.py`, `scrolling.py`, `wrap_row.py`, `row_focus.py` and `key_place.py`. Places: `screen_units.py` converts pixels
of the desktop to Qt's units, `bring.py` brings a window to the front, `layers.py` and `sway_places.py` do it in
Wayland.
"""
