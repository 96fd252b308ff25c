"""Keys and text in a remote session of the desktop (GNOME, KDE), which types what the person's layout has, and no more.

`layout.py` knows which characters that are, so that none is lost; `remote_keys.py` has the keys by their names;
`remote_typing.py` types text of these characters, never faster than programs read it (`remote_reading.py`), and
`remote_paste.py` brings any other text by the clipboard, where the session has one.
"""
