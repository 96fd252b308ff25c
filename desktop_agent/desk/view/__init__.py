"""How a person sees a desk from outside, and works it by their own hand.

`picture.py` reads what the desk's display shows out of the file that its server draws into: no client of ours is on
that display for it. `hand.py` is a process of its own on the desk's display, there while the person has taken the desk
over or moves text across: it presses what it is told, and holds the desk's clipboard. It alone reads what the desk's
server says, so a hostile one can break or hang it and nothing else.
"""
