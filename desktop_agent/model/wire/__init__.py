"""The HTTP side: sends a request to the server and returns one complete answer, despite interruptions.

`request_sender.py` is the entry. It makes one `attempt.py` after the other through `client.py`, the only file that
knows httpx. A stream is read by `stream_reader.py`: `decoding.py` decodes events from bytes, and an `Assembly` builds
the complete response from them. `refusal.py` turns a refusal into a sentence, without the key, and decides whether
another try may help. `upload_rate.py` measures the connection, and `local_server.py` asks a server on this computer for
its models.
"""

import sys

# httpx loads its own command line, with rich and click: a twentieth of the start of a run. It does without.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None: not to be loaded
