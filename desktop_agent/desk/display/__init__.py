"""Private displays: one that no one else sees, for the demo, for films, and inside of a desk's walls.

What each is made of stands in `servers.py`: who may connect, what is started, how it looks. `numbers.py` takes numbers
for displays. `private_display.py` is an X display and `private_sway.py` the same for Wayland; their keepers
(`private_display_keeper.py`, `private_sway_keeper.py`, with `kept_programs.py` for both) are processes beside this one,
so that everything ends with X a headless compositor's pointer out of the pictures.
"""
