"""A desk as the person sees and works it, on their own display.

`panel.py` is what the console shows beside its timeline: the desk's picture (`screen.py`) and the buttons that take the
desk over and give it back. Only meanwhile do mouse and keyboard go there (`keys.py` says what a key becomes), by a
process of its own (`hand_link.py`). Text crosses by `crossing.py` alone, which shows it first.
"""
