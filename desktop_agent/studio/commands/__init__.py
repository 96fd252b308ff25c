"""The studio on the command line.

`film.py` plays a file of steps and films it; `learn.py` has a task shown once. `replay.py` and `run_steps.py` play
steps (`playing.py` is what they share), and `run_video.py` and `run_guide.py` make films and how-tos of recorded runs.
"""
