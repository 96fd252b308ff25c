"""Sets of changes to a person's files, and what they do with them: of a desk, and of a run on their own screen.

`change_set.py` is the entry: it lists a set, applies some or all of it, undoes and finishes that; the windows, the
commands and the page for browsers know nothing else.

Reading a desk: `read.py` goes through each upper folder against the person's folder. `layers.py` knows the format of
the one, and says of the other what the person did there meanwhile: that is a conflict. `classify.py` makes groups of
it: what would run by itself, and what programs leave for themselves, which is no change.

Reading a run: `folder_copy.py` copies the folders before it acts. `run_changes.py` compares them once, at its end, and
from then on reads what leads back to the copy, which has the form of a desk that was never run.

`pairs.py` joins what is one act: a move, or a move into the trash. All of it is data of `change.py`, with the words of
`wording.py`; `lines.py` lists it in groups, for a window, a browser and a terminal alike, and `difference.py` compares
two versions.

Applying: `plan.py` makes steps of what was chosen and says where versions wait, and the journal (`journal.py`) is on
disk before `take.py` has the first one done. `carry_out.py` does and undoes a step by acts that the system does whole
or not at all; what is done is read off the disk, so that a taking over that was cut off anywhere can be finished or
undone.
"""
