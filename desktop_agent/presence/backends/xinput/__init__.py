"""Parts of the X11 way: devices, and keys of the layout."""
