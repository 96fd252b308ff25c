"""Private displays: one that no one else sees, for the demo, for films, and inside of a desk's walls.

What each is made of stands in `servers.py`: its number, who may connect, what is started, how it looks.
`private_display.py` is an X display and `private_sway.py` the same for Wayland, without a pointer in its pictures.
Either is kept by a process beside this one (`kept_programs.py`), so that everything ends with it.
"""
