"""The studio's windows: demonstrating a task (`learn/`), editing a how-to (`howto/`), and the button that makes a film.

`film_button.py` makes the film of a run and shows its progress.
"""
