"""Routes to an effect as data: lines of a program, an act and an oracle, played against the real program.

`line.py` reads the lines, `acts.py` their acts, `finder.py` finds what they name, `stage.py` sets the stage in the home
of `home.py`, `oracles.py` says what has happened, `player.py` is the model. `python -m tests.bench.routes` prints what
came of it. README.md is for whoever adds a line; the harmless acts (`../harmless`) are read and played the same way.
"""
