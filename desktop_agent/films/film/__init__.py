"""Films of recorded runs, made from the journal and its pictures alone.

`from_run.py` turns a run into a script (`script.py`): cards, acts with their pictures, words. `timeline.py` gives it
its times and camera moves, and `look.py` has what is visible at a time, where and in which colours; all of this is
pure. `paint.py` draws such a look with QPainter: background, card and picture, and with `marks.py` the marks on it. It
steps through the film's time and gives each frame that differs from the last to ffmpeg (`encode.py`). `worker.py` is
the process for that, and `make.py` starts it: the only file for other packages.
"""
