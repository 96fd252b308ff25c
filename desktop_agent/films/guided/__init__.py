"""A person is led through a task: they do each line themselves, and the program does nothing.

`lead.py` is the loop: it shows a line with its place, waits until the person has done it, goes on, and
recognises a line's act among the person's clicks and keys. `session.py` finds a line's place on the screen, opens the
devices and shows the sign. Nothing here can press a key or move the pointer.
"""
