"""Products of runs and demonstrations: films, how-tos, and steps files that play without a model.

`film/` makes a film of a run's folder, `howto/` instructions with pictures. `learn/` records a person's demonstration,
`steps/` has the resulting file of plain steps, and its player. Nothing here accesses a live run: films and how-tos read
run folders, and the player takes the place of a model.
"""
