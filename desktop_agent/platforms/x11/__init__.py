"""X11: its protocol, and what is seen and done by it; the only package that opens a display.

`capture.py`, `windows.py`, `clipboard.py`, `signs.py`, `presence.py` and `input/` are the backends of the verbs.

`connection.py` opens a display and turns failures into our errors. On such a
connection work: the keyboard (`xkb.py` reads and changes the layout, `keymap.py` is the layout as data, `keysyms.py`
names its symbols), the selections (`offers.py` is their content, `selection_server.py` owns them, `selection_reader.py`
reads them, `clipboard_keeper.py` is the process that restores the old content), raw input events (`xinput2.py`, with
the path of a pointer and what the kernel tells of a device), what is pressed with its place and meaning
(`input_record.py`), and windows (`clients.py`). All of these use python-xlib. `root_client.py` does not: it is for the
keepers of private displays, quick and small.

`stacking.py` is different: it asks on the connection that Qt has opened, since only there do answers come after all
that Qt has sent. `xcb.py` does that by ctypes, and nothing else talks to a C library of X. `outer_pids.py` says what
processes are called here that a display in another process namespace names.
"""
