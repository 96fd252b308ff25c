"""PipeWire's pictures in one place: GNOME and KDE give theirs by no other way.

`pods.py` writes and reads the values that PipeWire is talked to in, without I/O. `library.py` loads libpipewire and has
its declarations, `connection.py` owns a connection and the thread on which the library calls us, and `stream.py` says
what pictures can be taken, keeps the newest one of a stream with the pointer's place, and tells how it ended.

Which stream shows which monitor is nothing that PipeWire tells: who opened the session knows it
(`platforms/portal/`).
"""
