"""Reads pictures: the text on them and its place, and the fields and boxes beside it.

`reader.py` is what the program uses. It starts `worker.py` as a child process and talks to it by `pipes.py`; there
`screen_memory.py` reads only what has changed, and `ocr_engine.py` holds the networks. The fields and boxes, which need
no network, are found in the program's own process (`picture.py`, `fields.py`, `marks.py`).
"""

import os

# OpenCV reads it when it is loaded. Without it a file of a few kilobytes can ask for gigabytes.
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(64 * 1024 * 1024))
