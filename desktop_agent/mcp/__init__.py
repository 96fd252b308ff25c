"""Offers this computer to another agent, over the Model Context Protocol: its tools, its calls and the answers.

A session of an agent is a run, in which the agent takes the model's place. `tools` declares the tools, and `opening`
has the rules that it gets at the start. `arguments` parses a call into an order (`orders`), or explains the error.
`client_model` is the loop's model port: it turns an order into a model's turn, with the readers of the dialect
`functions`; a message of the loop answers the open call, and the next call is the next turn. `view` describes the
screen and the results in words.

The server is the client of its runs, as a terminal is (`cli/run_client.py`, `runtime/protocol/client.py`). Their host
is a thread: the model's port is an object of this process.

Nothing here decides anything: policy, questions to the person, the record and the stop keys are the run's own, and
there is no other way from here to the keyboard. The SDK is imported in `mcp/server.py` alone; sessions begin and end
in `mcp/sessions.py`. Flags that go beyond the person's settings count only with their consent (`consent`).
`configuration` adds this server to other programs' files, and `surroundings` restores the session's environment
variables where a client does not pass them on.
"""
