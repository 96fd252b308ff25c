"""Makes a how-to of a run: what was done, as numbered steps in plain words with pictures, for other people to follow.

`from_run.py` finds the steps: what was waited for, looked at, refused or failed is left out, what belongs together is
one step, said as one person tells another. `instruction.py` is a step, with names that stand out in its text.
`edits.py` keeps what a person has changed in `guide.json` beside the run. `crop.py` chooses the part of the screen that
a step shows, and draws it with its mark. `pages.py` writes the three kinds of file; a PDF is drawn with Qt in a process
of its own (`print_pdf.py`). `make.py` is the entry.
"""
