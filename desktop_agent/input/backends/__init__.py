"""One file for each input backend.

`BACKENDS` in `input/choose.py` lists them, best first; each has `why_not` and `create` and imports its library only
then. `xtest.py` is for X11 (its parts are in `x11/`), `wlroots.py` for sway and its relatives (`wl/`), and `portal.py`
for GNOME and KDE (`remote/`). `pynput_backend.py` and `pyautogui_backend.py` are for Windows (`win/`) and macOS.
"""
