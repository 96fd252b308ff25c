"""The studio on the command line.

`film.py` carries out a task and films it, `demonstrated.py` watches a person do one, and `guided.py` leads them.
`run_video.py` and `run_guide.py` make films and how-tos of recorded runs.
"""
