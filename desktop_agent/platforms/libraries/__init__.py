"""What libraries offer on several systems: pictures by mss; keys and pointer by pynput or pyautogui.

`library_backends.py` is what both input libraries share; `let_go.py` releases what they pressed when the program is
gone.
"""
