"""Windows: UI Automation, user32, hooks, SendInput.

`uia.py` (`automation/`) has names of controls, `user32_windows.py` windows, `display_affinity.py` keeps ours out of
pictures, `presence.py` has the person's hand by hooks, and `input/` what acting needs there besides the libraries.
"""
