"""The studio on the command line.

`film.py` carries out a task and films it, and `demonstrated.py` watches a person do one. `run_video.py`,
`run_proof.py` and `run_guide.py` make films, proofs and how-tos of recorded runs.
"""
