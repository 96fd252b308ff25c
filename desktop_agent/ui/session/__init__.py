"""A run as the windows see it: prepared on a thread of its own, its events queued to Qt's thread."""
