"""What every private X display is made of: its cookie, its server, its window manager with a calm look, its bus.

The display of the demo and that of a desk are started from here: the one beside us, the other inside of its walls.
"""
