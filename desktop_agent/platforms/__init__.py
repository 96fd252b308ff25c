"""What each system offers: pictures, windows, names of controls, keys and pointer, and the person's own hand.

One folder for each system or protocol: `x11/`, `wayland/` (sway and others of the wlroots family), `portal/` (GNOME and
KDE, by a remote session and PipeWire), `gnome/` (its windows, and that there is input) and `kwin/` (its windows),
`atspi/` (the accessibility bus of Linux desktops), `libraries/` (Windows and macOS, by what mss, pynput and pyautogui
offer), and `windows/` (its windows). `pasting.py` is what the ways to enter text share, and `child.py` is the program
of the small processes beside a run.

A backend says `why_not()` and `create()`. The rooms that see, act and watch the person name them in a table (as
`screen/choose.py`), and import one only when it is tried; nothing else imports a platform.
"""
