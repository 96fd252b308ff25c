"""Windows: UI Automation, user32, hooks, SendInput.

`uia.py` (`automation/`) has names of controls, `user32_windows.py` windows, `presence.py` the person's hand by hooks,
and `input/` what acting needs there besides the libraries.
"""
