"""The undo of a run on the person's own screen, for the folders in its scope.

`copy.py` copies them before the run acts, and `place.py` has that done beside the run and says at its end what has
changed. `changes.py` compares copy and folders once, keeps the list and what an undo needs of the copy, and undoes.
The copy lies in the run's folder and has the form of a desk that was never run: an undo takes over from it by the steps
of `desk/receipt`, so that no version is overwritten, and the undo can be undone.
"""
