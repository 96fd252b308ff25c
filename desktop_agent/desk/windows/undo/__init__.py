"""The *Undo file changes* window: what a run changed in the folders of its scope, undone in whole or in part.

`button.py` offers it for a finished run of which there is a copy, and `window.py` lists the changes as a receipt does.
"""
