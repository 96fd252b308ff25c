"""Sets of changes to a person's files, and what they do with them: of a desk, and of a run on their own screen.

`change_set.py` is the entry: it lists a set, applies some or all of it, undoes and finishes that; the windows, the
commands and the page for browsers know nothing else.

Reading a desk: `read.py` goes through each upper folder, whose format `overlay.py` knows, against the person's folder
(`lower_tree.py`), which says what the person did there meanwhile: that is a conflict. `autoruns.py` knows what would
run by itself, `noise.py` what programs leave for themselves, and `sort.py` makes groups of it.

Reading a run: `folder_copy.py` copies the folders before it acts. `run_changes.py` compares them once, at its end, and
from then on reads what leads back to the copy, which has the form of a desk that was never run.

`pairs.py` joins what is one act: a move, or a move into the trash. All of it is data of `change.py`, with the words of
`wording.py`; `lines.py` lists it in groups, for a window, a browser and a terminal alike, and `difference.py` compares
two versions.

Applying: `plan.py` makes steps of what was chosen, `stage.py` says where versions wait, and the journal
(`journal.py`) is on disk before `take.py` has the first one done. `carry_out.py` does and undoes a step by the acts in
`acts.py`, each of which the system does whole or not at all; what is done is read off the disk, so that a taking over
that was cut off anywhere can be finished or undone. `settle.py` chooses where no one looks.
"""
