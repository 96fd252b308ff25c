"""A scripted model: it gives answers from a file, in order, with the faults that the file asks for.

`read.py` says what may stand in the file, and turns it into answers, or into an error that names the place.
`scripted_model.py` gives each answer to the first request that it matches.
"""
