"""Products of runs and demonstrations: films, how-tos, and the steps of what a person has shown.

`film/` makes a film of a run's folder, `howto/` instructions with pictures. `learn/` records a person's demonstration
as the lines of a task, and `guided/` leads a person through such lines. Nothing here accesses a live run: films and
how-tos read run folders.
"""
