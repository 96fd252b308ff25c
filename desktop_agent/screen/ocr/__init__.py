"""Reading text off a picture, in a process of its own that any part of a run may share.

`reader.py` starts the process (`worker.py`) and asks it by `pipes.py`; there `ocr_engine.py` holds the networks,
and reads only what has changed. `picture.py` has the picture that is read.
"""

import os

# OpenCV reads it when it is loaded. Without it a file of a few kilobytes can ask for gigabytes.
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(64 * 1024 * 1024))
