"""PipeWire's pictures: the only way to capture GNOME and KDE.

`pods.py` writes and reads the values that PipeWire is talked to in, without I/O. `connection.py` loads libpipewire, has
its declarations, and owns a connection and the thread on which the library calls us, and `stream.py` negotiates the
format, holds the newest picture of a stream with the pointer's position, and reports how it ended.

PipeWire doesn't report which stream shows which monitor: the opener of the session knows it (`platforms/portal/`).
"""
