"""The receipt of a desk: what it has changed, and what a person does with it.

Reading: `read.py` is the entry. It goes through each upper folder, whose format `overlay.py` knows, against the
person's folder (`lower_tree.py`), which says what the person did there meanwhile: that is a conflict. `autoruns.py`
knows what would run by itself, and `sort.py` makes groups of it. `pairs.py` joins what is one act: a move, or a move
into the trash. All of it is data of `change.py`.

Taking over: `plan.py` makes steps of what was chosen, `stage.py` says where versions wait, and the journal
(`journal.py`) is on disk before `take.py` has the first one done. `carry_out.py` does and undoes a step by the acts in
`acts.py`, each of which the system does whole or not at all; what is done is read off the disk, so that a taking over
that was cut off anywhere can be finished or undone.
"""
