"""`serve`: the built-in model as a Responses server on loopback.

`server.py` starts and ends it, and `wire/` reads requests and writes answers. What differs from vendor to vendor is a
`ServedDialect` (`dialect.py`) in `dialects/`. No code that writes is shared with the client in `model/`, so that each
side notices a mistake of the other.
"""
