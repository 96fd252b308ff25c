"""Names of controls by AT-SPI (`controls.py`): it asks programs, any of which may hang or tell wrong places.

`bus_owner.py` makes sure whose bus it is, and `patience.py` says how long a program is waited for. `look.py` puts the
questions of one look together, `tree.py` has the questions, and `window_look.py` walks through a tree and says what
comes out. `places.py` sets places right. Fields are asked on threads of their own, which a program that hangs cannot
hold: `field_reader.py` says what has come into one, `password_fields.py` where those for passwords are.
"""
