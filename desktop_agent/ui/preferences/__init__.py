"""The Settings window: one page of fields for each section of the settings file.

`fields.py` has every page and field as data, without Qt. `window.py` shows a page of rows: a `row.py` has an editor
(`editors.py`, `chord_button.py`, `region_picker.py`) and text for its value (`value_text.py`). `key.py`, `rules.py`,
`lists.py` and `autostart_row.py` are for what is no single value. `this_computer.py` knows what a choice depends on
here, and `unconfirmed.py` with `confirm_window.py` lets changes count that somebody else has made.
"""
