"""The studio on the command line.

`film.py` plays a steps file and films it; `learn.py` records a demonstration. `replay.py` and `run_steps.py` play steps
(`playing.py` has their shared parts), and `run_video.py` and `run_guide.py` make films and how-tos of recorded runs.
"""
