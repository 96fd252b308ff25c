"""The built-in model: it follows plain steps, reads the screen by OCR, and needs no network.

`grammar.py` turns the task into steps (`plan/steps.py`), `planner.py` decides what comes next from the position in the
plan and what is on the screen, and each kind of step has its function in `plan/`. `picture/` finds the target of a step
on a picture, whose text `screen/ocr/` has read. `engine.py` is the loop's model on top of all that; `serve/`
serves the same planner to clients.
"""
