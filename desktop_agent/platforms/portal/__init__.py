"""A remote session of the desktop (GNOME, KDE): pictures and input that the person allows, over D-Bus.

`core/remote_session.py` is the interface of such a session: capture, input and clipboard share one in each run.
`choose.py` decides whether one is needed here, and `desktop.py` opens one by the portal, which asks the person and may
remember the answer by a token. It is a `remote_session.py`, with its clipboard (`clipboard.py`). `shortcuts.py` has the
portal bind the person's stop key. `wire.py` has the portal's calls, `bus.py` carries them, and `errors.py` has the
sentences about them. `layouts.py` reads what a keymap types, and which of its layouts is in use.
"""
