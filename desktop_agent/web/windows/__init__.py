"""*Watch in a browser…* of the tray: the server's switch, and its links."""
