"""Finds what a step means on a picture: its words, and the fields, boxes and switches beside them.

`find.py` finds words as a person would mean them, whatever reading gets wrong. `fields.py` finds fields and the boxes
beside names with their ticks by their lines; `screen_picture.py` joins all of it, with the switches.
"""
