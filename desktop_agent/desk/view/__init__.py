"""How a person sees a desk from outside, and works it by their own hand.

`picture.py` reads what the desk's display shows out of the file that its server draws into: no client of ours is on
that display for it. `hand.py` is a process of its own on the desk's display, there while the person has taken the desk
over: it presses what it is ordered to. It alone reads what the desk's server says, so a hostile one can break or hang
it and nothing else. `remote_hand.py` starts it and gives it orders, for a window as well as for a browser.
"""
