"""KDE Plasma from version 6 on: the windows of a Wayland session, as KWin reports them to a script of ours.

`windows.js` runs in KWin, and answers one query at a time. `windows.py` loads it, makes sure that KWin answers, ends
it, and is the source of windows on top of that.
"""
