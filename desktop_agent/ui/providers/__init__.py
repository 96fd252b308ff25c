"""A provider's fields and the window around them, which Settings, Welcome and console share.

`form.py` has the fields that a provider needs, and says where pictures go. `dialog.py` is the window that adds,
changes, tests and removes a provider. `keeping.py` tries and keeps it, there and in Welcome; what that does is in
`runtime/provider/entry.py`, as for `desktop-agent providers`.
"""
