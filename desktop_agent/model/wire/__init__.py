"""The HTTP side: sends a request to the server and gets one whole answer back, whatever breaks on the way.

`request_sender.py` is what others call. It makes one `attempt.py` after the other through `client.py`, the only file
that knows httpx. A stream is read by `stream_reader.py`: `sse.py` makes events of bytes, and an `Assembly` of them the
response that would have come whole. `refusal.py` makes a sentence of a refusal, in which no text of the server keeps
the key, and decides whether another try may help. `upload_rate.py` measures the line, and `local_server.py` asks a
server on this computer what it serves.
"""

import sys

# httpx loads its own command line, with rich and click: a twentieth of the start of a run. It does without.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None: not to be loaded
