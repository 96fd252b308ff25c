"""Names of controls by AT-SPI (`controls.py`): it asks programs, any of which may hang or report wrong positions.

`bus_owner.py` makes sure whose bus it is. `queries.py` knows which answers still hold, `tree.py` has the questions, and
`walk.py` goes through a window once and delivers what is seen there, which `places.py` sets right; `window_query.py`
says what comes out. Fields are asked on threads of their own, which a program that hangs cannot hold: `field_reader.py`
says what has come into one, `password_fields.py` where those for passwords are.
"""
