"""Names of controls by AT-SPI (`controls.py`): it asks programs, any of which may hang or tell wrong places.

`bus_thread.py` keeps the connection on a thread of its own, `bus_owner.py` makes sure whose bus it is, and
`patience.py` says how long a program is waited for. `look.py` puts the questions of one look together; `tree.py` has
the questions, `walk.py` goes through a tree, `inside_window.py` does so in programs that count from their window's
corner, and `window_look.py` is what comes out. Places are set right by `origins.py`, `scaled.py` and `misplaced.py`.
Fields have files of their own: `field_reader.py`, `shown_field.py`, `password_fields.py`.
"""
