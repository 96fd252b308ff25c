"""PipeWire's pictures in one place: GNOME and KDE give theirs by no other way.

`pods.py` writes and reads the values that PipeWire is talked to in, and `formats.py` says with them what pictures can
be taken and what was agreed on. Neither does any I/O. `library.py` loads libpipewire and has its declarations,
`connection.py` owns a connection and the thread on which the library calls us, `buffers.py` reads what a buffer of
the library's holds (a picture, and where the pointer is), and `stream.py` keeps a stream's newest picture and tells
how it ended.

Which stream shows which monitor is nothing that PipeWire tells: who opened the session knows it
(`platforms/portal/`).
"""
