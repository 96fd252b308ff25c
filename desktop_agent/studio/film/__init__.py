"""Makes films of recorded runs, from the journal and the still pictures alone.

`from_run.py` turns a run into a script (`script.py`): cards, acts with their pictures, words. `timeline.py` gives it
its times, `camera.py` says where it looks, and `moment.py` what is seen at any one of them (`look.py`); all of this is
pure. `paint.py` draws such a look with QPainter, with `ground.py`, `card_view.py`, `marks.py` and `words.py`; where
things are is in `layout.py`. `render.py` goes through the time and gives what differs to an encoder, which `encode.py`
chooses. `worker.py` is the process in which that happens, and `make.py` starts it: the only thing that others call.
"""
