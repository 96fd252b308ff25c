"""The studio's windows: showing a task (`learn/`), editing a how-to (`howto/`), and the button that makes a film.

`film_button.py` makes the film of a run and shows how far it is. `step_picture.py` is the picture of a step, which both
windows show.
"""
