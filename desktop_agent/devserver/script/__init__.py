"""A scripted model: it gives answers from a file, in order, with the faults that the file asks for."""
