"""macOS: pictures by ScreenCaptureKit, windows, names of controls, the person's hand. Not yet run.

`frameworks.py` loads Apple's frameworks through pyobjc. `window_list.py` reads what the window server lists,
`processes.py` tells which program a process runs, `focus.py` which window has the keyboard. `elements.py` reads what
programs tell of their controls, and `password_fields.py` finds those for passwords.
"""
