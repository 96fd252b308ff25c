"""A side desk: a private desktop on the person's own programs and files, whose effects wait for a yes.

`folder.py` is what a desk leaves on disk and what all rooms here share: one folder for each desk with its record, the
lower folders that are the person's and are only read, and the upper folders that take every change.
`visible_files.py` says which folders a desk sees, and `many.py` carries out lists of tasks, here or with Ray.
"""
