"""The studio's windows: demonstrating a task (`learn/`), and the buttons that make a film and a how-to.

`guide_bar.py` is the bar of a guide, which leads a person through a task. `film_button.py` makes the film of a run and
shows its progress.
"""
