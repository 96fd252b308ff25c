"""Makes a how-to of a run: what was done, as numbered steps in plain words with pictures, for other people to follow.

`from_run.py` finds the steps: what was waited for, looked at, refused or failed is left out, what belongs together is
one step (`merge.py`), and `words.py` says it. `instruction.py` is a step, and `emphasis.py` how a name stands out in
its text. `edits.py` keeps what a person has changed in `guide.json` beside the run. `scene.py` chooses the part of the
screen that a step shows, and `crop.py` draws it with its mark. `html.py`, `markdown.py` and `pdf.py` write the three
kinds of file; the last draws with Qt, and runs in a process of its own (`print_pdf.py`). `make.py` is the entry.
"""
