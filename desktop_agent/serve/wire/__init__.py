"""The server's side of the Responses API. It shares no writing code with the client's side.

A request arrives in `handler.py`, where h11 reads it up to a deadline and a size. `parsed_request.py` checks it, and
has the error for a client's mistake. The handler answers it, with `offline_model.py` as its model, which writes the
answer as items, and keeps the responses in `store.py`, which writes the events of a stream.
"""
