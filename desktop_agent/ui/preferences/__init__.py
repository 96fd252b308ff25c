"""The Settings window: pages of what people set; the other settings stand in the file alone.

`fields.py` makes the pages of the declared settings, and says what a choice depends on here. `window.py`
shows a page of rows: a `row.py` has an editor of `fields.py`. `lists.py` is for what is no single value.
`confirm_window.py` lets changes count that another program has made.
"""
