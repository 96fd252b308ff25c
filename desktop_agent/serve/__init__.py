"""`serve`: the built-in model as a Responses server on loopback.

`server.py` starts and ends it, and `wire/` reads requests and writes answers. The differences between vendors are
`ServedDialect`s (`dialects.py`). It shares no writing code with the client in `model/`, so that each side notices a
mistake of the other.
"""
