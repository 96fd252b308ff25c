"""See: pictures of the screen, when it has come to rest, and what is under a point.

`camera.py` takes the pictures: `aim.py` says which part of the desktop, `source.py` and `backends/` capture it,
`mask.py` paints over what must not be shown, `encode.py` makes the file that is sent, `settle.py` decides when the
screen is at rest, and `compare.py` and `shapes.py` whether it still looks the same.

`surroundings.py` finds what an action would hit: the window (`window.py`), its control by the accessibility tree
(`accessible.py`), else the words that are read there, the file it is about (`files.py`), and what a paste would put in
(`clipboard.py`). `own_programs.py` tells which windows are ours. `choose.py` picks the backends.
"""
