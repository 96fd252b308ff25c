"""GNOME on Wayland: its windows, as this program's extension of GNOME Shell lists them.

`windows.py` is the backend; `assets/gnome-extension` is the extension, which `host/gnome_extension.py` installs.
"""
