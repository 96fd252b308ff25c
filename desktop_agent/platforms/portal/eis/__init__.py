"""Emulated input: pointer and keys by a socket of the compositor, which the portal provides (`ConnectToEIS`).

The compositor describes its devices and the parts of the desktop that each of them reaches, in logical units, and gives
every keyboard its keymap. `connection.py` has the messages (libei's protocol), the socket and what the compositor has
announced, and `sender.py` moves and presses.
"""
