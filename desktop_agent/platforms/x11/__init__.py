"""X11: captures, windows, input and presence through its protocol; the only package that opens a display.

`capture.py`, `windows.py`, `clipboard.py`, `signs.py`, `presence.py` and `input/` are the backends.

`connection.py` opens a display and turns failures into our errors. On such a connection work: the keyboard (`xkb.py`
reads and changes the layout, and has it as data; `keysyms.py` names its symbols), the selections (`selections.py` owns
and reads them, `clipboard_keeper.py` is the process that restores the old content), raw input events (in `presence.py`,
with the path of a pointer and the kind of a device), recorded presses with their positions and meanings
(`input_record.py`), and windows (`clients.py`). All of these use python-xlib. `root_client.py` does not: it is for the
processes that keep private displays, quick and small.

`stacking.py` is different: it sends its queries on Qt's connection, since only there do replies come after all that Qt
has sent. It does that by ctypes, and nothing else calls a C library of X. `outer_pids.py` translates the process ids of
a display in another process namespace.
"""
