"""Finds the target of a step on a picture: its text, and the fields, boxes and switches next to it.

`find.py` finds texts despite the errors of OCR. `fields.py` finds fields and the boxes
next to captions, with their ticks, by their lines; `screen_picture.py` joins all of it, with the switches.
"""
