"""The way out of a desk: the hosts that were named for it are reached, and nothing else.

A desk has a network of its own with nothing in it but itself. `inlet.py`, inside, makes one port there and hands it to
`gateway.py`, outside and a process of its own (`start.py` starts it). So there is no route for anything else: no name
server, no UDP, no other port, whatever a program's settings say (`start.py` has these, too).

`hosts.py` says what the person's names cover. The gateway opens nothing: it connects a program with a host by that
host's name, after it has looked where the name leads.
"""
