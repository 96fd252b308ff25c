"""A desk as the person sees and works it, on their own display.

`run_panel.py` puts `panel.py` beside the console's timeline: the desk's picture (`screen.py`) and the buttons that
take the desk over and give it back. Only meanwhile do mouse and keyboard go there, by a process of its own
(`hand_link.py`, which says what a key becomes, too). Text crosses by the panel alone, which shows it first.
"""
