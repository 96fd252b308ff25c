"""One file for each way to see the screen, its windows, its controls and its clipboard.

The tables in `screen/choose.py` list them; each has `why_not` and `create`, and the end of its name says what it gives.
X11: `x11_capture.py`, `x11_windows.py`, `x11_clipboard.py`, `x11_signs.py`. Wayland: `wayland_capture.py`,
`wayland_clipboard.py`, `sway_windows.py` and `toplevel_windows.py`; on GNOME and KDE `portal_capture.py`. Windows:
`mss_capture.py` and `user32_windows.py`; macOS: `screencapturekit_capture.py`, `quartz_windows.py`. Names of controls
come from `atspi.py` (`accessibility/`) on Linux, `uia.py` (`automation/`) on Windows and `ax_controls.py` (`mac/`) on
macOS.
"""
