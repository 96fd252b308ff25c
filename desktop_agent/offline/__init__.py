"""The built-in model: it follows plain steps, reads the screen by OCR, and needs no network.

`grammar.py` turns the task into steps (`plan/steps.py`), `planner.py` decides what comes next from the position in the
plan and what is on the screen, and each kind of step has its function in `plan/`. `core/controls/read_text.py` locates
the target of a step in the text that `screen/ocr/` has read, and `picture/` the field or box next to it. `engine.py` is
the loop's model on top of all that; `serve/` serves the same planner to clients.
"""
