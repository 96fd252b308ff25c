"""Makes films of recorded runs, from the journal and the still pictures alone.

`from_run.py` turns a run into a script (`script.py`): cards, acts with their pictures, words. `timeline.py` gives it
its times and says where it looks, and `look.py` what is seen at any one of them; all of this is pure. `paint.py`
draws such a look with QPainter: the ground, the card and its picture, and with `marks.py` what lies over it. Where
things are, and in which colours, is in `layout.py`. `render.py` goes through the time and gives each frame that differs
from the last to ffmpeg (`encode.py`). `worker.py` is the process in which that happens, and `make.py`
starts it: the only thing that others call.
"""
