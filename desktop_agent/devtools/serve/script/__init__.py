"""A scripted model: it gives answers from a file, in order, with the faults that the file asks for.

`read.py` turns the file into answers, or into an error that names the place; `items.py` says what may stand in one.
`scripted_model.py` gives each answer to the first request that it matches.
"""
