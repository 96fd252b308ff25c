"""Finds what has no text of its own on a picture: the fields, boxes and switches next to a text.

The text itself is located by `core/controls/read_text.py`. `fields.py` finds fields and the boxes next to captions,
with their ticks, by their lines; `screen_picture.py` joins all of it, with the switches.
"""
