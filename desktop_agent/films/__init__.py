"""Products of runs and demonstrations: films, proofs, how-tos, and the steps of what a person has shown.

`film/` makes a film of a run's folder, `proof/` a short one that shows its expectations become true, `howto/`
instructions with pictures. `learn/` records a person's demonstration as the lines of a task. Nothing here accesses a
live run: films and how-tos read run folders.
"""
