"""What acting on Windows needs besides the libraries.

`pointer.py` moves the pointer so that Windows marks it as done by a program. `reach.py` tells which windows take no
input from this process, since their program has more rights.
"""
