"""Keys and text in a remote session of the desktop (GNOME, KDE), which types what the person's layout has, and no more.

`remote_input.py` is the backend: it has the keys by their names, and brings by the clipboard what the layout lacks,
where the session has one. `remote_typing.py` knows which characters the layout has, so that none is lost, and types
them, never faster than programs read.
"""
