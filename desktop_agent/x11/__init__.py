"""The X11 protocol in one place: connections, keyboards, selections, raw events, stacking."""
