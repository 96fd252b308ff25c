"""A remote session of the desktop (GNOME, KDE): pictures and input that the person allows, over D-Bus.

`core/remote_session.py` says what such a session is for those who work by it: capture, input and clipboard share one in
each run. `choose.py` tells whether this is the way here, and opens one: `desktop.py` by the portal, which asks the
person and may remember the answer by a token; `mutter.py`, for tests alone, by an interface of GNOME's compositor that
asks nobody. Both make the same `remote_session.py`, with its clipboard (`clipboard.py`). `wire.py` knows in which words
each of the two is spoken to, `bus.py` carries them, and `errors.py` has the sentences for what goes wrong.
"""
