"""Files that a person attaches to a task, made into what a model can be sent: texts and pictures.

`read.py` says which files may be attached and how much of them; `pictures.py` scales pictures, and `pdf.py` has the
pages of a PDF drawn by poppler's programs. A file is read once, before the run begins, and what was read is what is
sent.
"""
