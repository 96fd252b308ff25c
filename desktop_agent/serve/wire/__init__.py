"""The server's side of the Responses API. It shares no writing code with the client's side.

A request arrives in `handler.py`, where h11 reads it up to a deadline and a size. `parsed_request.py` checks it, and
has the error for a client's mistake. `responder.py` answers it and stores responses in `store.py`, with
`offline_model.py` and `conversation.py` as its model. The model writes the answer as
items, and the store as events of a stream.
"""
