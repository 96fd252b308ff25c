"""A remote session of the desktop (GNOME, KDE): pictures and input that the person allows, over D-Bus.

`session.py` says what such a session is for those who work by it: capture, input and clipboard share one in each run.
"""
