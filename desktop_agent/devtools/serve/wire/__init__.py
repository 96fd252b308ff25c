"""The server's side of the Responses API. It shares no writing code with the client's side.

A request arrives in `handler.py`, where h11 reads it up to a deadline and a size. `parsed_request.py` checks it, and
`problem.py` is what a client's mistake becomes. `responder.py` answers it and keeps responses in `store.py`; behind it
is `offline_model.py`, with `conversation.py`. The answer is put into words by `wording.py`, and into events of a stream
by `sse_events.py`.
"""
