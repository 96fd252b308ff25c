"""GNOME on Wayland: its windows, as this program's extension of GNOME Shell lists them, and that there is input.

`idle.py` reports input. `windows.py` is the backend for windows; `assets/gnome-extension` is the extension, which
`runtime/desktop/installed_files.py` installs.
"""
