"""The parts of the XTEST backend: keys, text, and what is held down.

`keyboard.py` presses keys on whatever layout is active. Text goes by one of two routes: `native_text.py` types it, with
`spare_keycodes.py` for characters that the layout lacks, and `selection_text.py` pastes it, with `paste_progress.py` to
tell how far the application is. `held_keys.py` writes each press and release into the ledger.

The watchdog (`watchdog_process.py`) is a process beside this one. `press_orders.py` has it make a press that is for one
window only, and `release_all.py` is what it does once this program is gone.
"""
