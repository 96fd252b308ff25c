"""Finds what a step means on a picture: its words, and the fields, boxes and switches beside them.

`find.py` finds words as a person would mean them (`misread.py` forgives what reading gets wrong). `fields.py`,
`switches.py` and `marks.py` find fields, switches and ticks by their lines; `screen_picture.py` joins all of it.
"""
