"""Keys and text in a remote session of the desktop (GNOME, KDE), which types what the person's layout has, and no more.

`remote_input.py` is the backend: it has the keys by their names, and brings by the clipboard what the layout lacks,
where the session or the compositor has one. `remote_typing.py` types the characters that the layout has, so that none
is lost, never faster than programs read.
"""
