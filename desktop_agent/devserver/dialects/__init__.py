"""The server's side of each dialect, one file each; the list of them is `devserver/dialect.py`."""
