"""See: pictures of the screen, its coming to rest, and the controls under a point.

`camera.py` takes the pictures: `capture_region.py` says which part of the desktop, `capturer.py` captures it with our
own windows left out, `source.py` and the platforms capture it (`composed_capture.py`: off several monitors), `mask.py`
paints over what must not be shown, `encode.py` makes the file that is sent, also before it is asked for, and
`compare.py` compares it with a later one.

`settle.py` decides when the screen is at rest after an action: by what changes, by what moves again and again, and by
signs of work (`signs.py`). `watch.py` makes the captures for it.

`listing.py` lists the controls and texts that a picture shows of a window, and `encode.py` also makes a picture of a
part of one.

`surroundings.py` finds what an action would hit: the window (`window.py`), its control by the accessibility tree
(`accessible_nodes.py`), else the words that are read there (`words.py`), the file it is about (`files.py`), and what a
paste would put in (`clipboard.py`). `own_programs.py` knows which windows are ours. `choose.py` picks the backends.
"""
