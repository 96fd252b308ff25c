"""`serve`: the built-in model, or a scripted one, as a Responses server on loopback.

`server.py` starts and ends it. `wire/` reads requests and writes answers, `script/` has the scripted model. What
differs from vendor to vendor is a `ServedDialect` (`dialect.py`) in `dialects/`; `echo.py` is what responses say back
of their request. No code that writes is shared with the client in `model/`, so that each side notices a mistake of the
other.
"""
