"""Windows: what no library offers there, its windows and the lock of the screen (`user32_windows.py`)."""
