"""Windows and macOS as foreign libraries offer them; on X11, pynput and pyautogui act only when they are asked for.

`mss_capture.py` takes pictures. `library_input.py` is the one input backend, over `pynput_backend.py` or
`pyautogui_backend.py`; `release_process.py` releases what they pressed when the program is gone. `presence.py` observes
the user's input by pynput's listeners, and `quartz_windows.py` lists the windows of macOS by pynput's dependencies.
"""
