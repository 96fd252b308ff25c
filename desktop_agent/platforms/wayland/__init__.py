"""Wayland, for sway and others of the wlroots family: a small client in plain Python, and what is seen and done by it.

`capture.py`, `clipboard.py`, `sway_windows.py`, `toplevel_windows.py`, `sway_presence.py`, `evdev_presence.py` and
`input/` are the backends of the verbs.

`wire.py` writes and reads messages as bytes, without I/O, and `transport.py` moves them. `interfaces.py` says what an
interface is, and `protocols.py` lists the ones that the program speaks. `connection.py` gives out numbers for objects,
hands events to whoever listens, and turns failures into our errors (`errors.py` has their sentences). `registry.py`
tells what the compositor offers and binds it. `session.py` connects a backend to the session in the environment.

On these stand `outputs.py` (the monitors, as they come, change and go), `shm.py` (memory that the compositor draws
into), `screencopy.py` (pictures of monitors in such memory), `data_control.py` (the clipboard; `input_protocols.py`
lists what it and virtual devices speak), `toplevels.py` (titles of windows, where sway is not) and `layer_shell.py`
(windows of our own above all others; `surface_protocols.py` lists what they speak). A further protocol is one more list
like `protocols.py`, and a class that listens to its events.

Two files speak no Wayland: `sway_ipc.py` asks sway about its windows, and `unread.py` asks the kernel how much of what
the compositor has said a program has not read.
"""
