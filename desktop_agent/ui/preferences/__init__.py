"""The Settings window: one page of fields for each section of the settings file.

`fields.py` has every page and field as data, without Qt, and what a choice depends on here. `window.py` shows a page of
rows: a `row.py` has an editor (`editors.py`). `key.py` and `lists.py` are for what is no single value.
`confirm_window.py` lets changes count that somebody else has made.
"""
