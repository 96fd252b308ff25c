"""What several rooms stand on and no library brings: one way each to do what every program has to do.

`dbus.py`: how one connects to a D-Bus, calls and listens, and an event loop on a thread for who has none.
"""
