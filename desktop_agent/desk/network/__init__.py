"""The way out of a desk: what its programs may read goes through, and what would change something outside is held.

A desk has a network of its own with nothing in it but itself. `inlet.py`, inside, joins a port there to a socket in the
desk's folder; `__main__.py`, outside and a process of its own (`start.py` starts it), listens on that (`proxy.py`). So
there is no route for anything else: no name server, no UDP, no other port, whatever a program's settings say.

Each connection is served by `exchange.py`: a tunnel ends here, with a certificate of the desk's own authority
(`certificates.py`), which lives in memory and is trusted by nobody else (`programs.py` has the files and variables by
which the programs on the desk trust it). h11 reads each message and writes it anew (`connection.py`), so that what goes
out can be read in one way only. Requests are judged there: only hosts that the person named (`hosts.py`), one and the
same host everywhere in a request, no other protocol. Reads pass at once. Writes are kept whole (`body.py`) until the
person has answered (`asking.py`; the words between the proxy and those who ask are in `question.py`, what a body
carries in `fields.py`). What goes out stands in a list first (`sent_list.py`, which puts it into words for the receipt,
too), then it is sent to an address that was looked at (`resolve.py`).
"""
