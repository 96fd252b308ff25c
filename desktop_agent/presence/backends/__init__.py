"""Ways to watch the person's hand: one file for each system.

`PRESENCES` in `presence/choose.py` lists them. `x11.py`, `windows.py` and `mac.py` get every event of mouse and
keyboard with its source; `sway.py` gets chords alone, and `evdev.py` is told by a helper that reads devices from the
kernel. All feed an `InputClassifier`.
"""
