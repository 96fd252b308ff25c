"""The parts of the XTEST backend: keys, text, and what is held down.

`xtest.py` is the backend, and types text on keys. `keyboard.py` presses keys on whatever layout is active, and lends
spare keycodes to characters that the layout lacks. `selection_text.py` pastes text, and follows the application's
progress. `held_keys.py` writes each press and release into the ledger, and presses nothing without the watchdog.

The watchdog (`watchdog.py`) is another process: it makes the presses that are for one window only, and releases
everything once this program is gone or suspended.
"""
