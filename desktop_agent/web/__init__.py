"""A run in a browser: on this computer, on another one, or on a phone.

It is a client of the run protocol, as the tray is. The page is that of a recorded run (`record/report`), which gets its
moments from here, and pictures of the screen as it moves (`pictures.py`). `watched.py` knows a run as the
protocol reports it, and lets a browser's answer stand beside the one at the computer; `browser.py` is what one browser
gets and may do; `door.py` decides who comes in. All of it lives on the server's own loop (`server.py`); the runs
post to it from their threads.
"""
