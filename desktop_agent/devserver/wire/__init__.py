"""The server's side of the Responses API. It shares no writing code with the client's side."""
