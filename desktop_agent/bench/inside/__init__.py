"""Programs that run behind walls, by the system's own Python: they import nothing of the rest.

On a desk `hand.py` sets up and looks up, and `pyautogui.py` stands for the library by which set-up steps press keys;
both speak to X by `x11.py`. Beside the judge `judging.py` runs the set's own judge, and `requests.py` stands for the
library by which it looks up, where that is not installed.
"""
