"""A run as the windows see it: started on a thread of its own, its events queued to Qt's."""
