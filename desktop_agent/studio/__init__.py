"""Runs and demonstrations as something to keep: films, how-tos, and files of steps that play without a model.

`film/` makes a film of a run's folder, `howto/` instructions with pictures. `learn/` watches a person who shows a task,
`steps/` is the file of plain steps that comes of it, and what plays it. Nothing here reaches into a run: films and
how-tos read run folders, and played steps stand where a model would.
"""
