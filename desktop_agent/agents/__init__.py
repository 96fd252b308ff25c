"""This computer for another agent, over the Model Context Protocol: what is offered, what is asked, what is answered.

A session of an agent is a run, in which the agent stands in the model's place. `tools` says what it is offered, and
`opening` the rules it is told at the start; `arguments` reads what it sends into an order (`orders`), or says why not;
`client_model` is the loop's model port: it makes of an order what any model's answer is, by the readers that the
dialect `functions` has, and in it a message of the loop answers the call that is open, and the next call is the next
turn. `view` writes in words what is seen and what was done.

The server is the client of its runs, as a terminal is (`cli/run_client.py`, `host/client.py`). Their host is a thread:
the model's port is an object of this process.

Nothing here decides anything: policy, questions to the person, the record and the stop keys are the run's own, and
there is no other way from here to the keyboard. The SDK is imported in `agents/server.py` alone; sessions are begun and
ended in `agents/sessions.py`. What its flags allow beyond the person's settings counts only by their yes (`consent`).
`configuration` writes what other programs need to find this server, and `surroundings`
finds the person's session where they hand its variables on to nobody.
"""
