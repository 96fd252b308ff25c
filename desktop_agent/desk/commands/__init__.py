"""The side desk on the command line: `desk open`, `run`, `show`, `take` and their words.

`flags.py` has the flags by which any run is ordered onto a desk, and `place.py` carries it out there and says what
became of it.
"""
