"""macOS: pictures by ScreenCaptureKit, windows, names of controls, the person's hand. Not yet run.

`frameworks.py` loads Apple's frameworks through pyobjc. `window_list.py` reads what the window server lists, and
`focus.py` tells which window has the keyboard. `ax_controls.py` reads what programs tell of their
controls.
"""
