"""Windows: what no library offers there, its windows and the names of controls.

`user32_windows.py` has windows and the lock of the screen. `uia.py` has names of controls by UI Automation, which
`com.py` asks, and waits for the program that is asked; so the backend does it on a thread of its own.
"""
