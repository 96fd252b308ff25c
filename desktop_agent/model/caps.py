"""Every limit on the network: the size of an answer, the amount that it may request, and the wait for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

MAX_CHECKS = 100
MAX_KEYS = 8
MAX_REPEATS = 32
MAX_KEY_CHARACTERS = 200
MAX_URL_CHARACTERS = 8_000
LONGEST_ID = 64  # characters of an id: servers refuse a longer one
# The smallest total that a vendor documents for a request: Amazon Bedrock and Google take 20 MB, Anthropic 32 MB,
# OpenAI 50 MB of pictures. A gateway that takes less answers 413, and the run goes on with less (`ladder.py`).
# Sources: docs.aws.amazon.com/bedrock/latest/userguide (model-parameters-anthropic-claude-messages-request-response),
# firebase.google.com/docs/vertex-ai/input-file-requirements, platform.claude.com/docs/en/api/errors (request size
# limits) and platform.openai.com/docs/guides/images-vision (image input requirements).
MOST_REQUEST_BYTES = 20_000_000
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits on the actions and the size of one answer.

    An action beyond a cap of the first group is refused with a message to the model. An answer beyond one of the second
    is not read further, and nothing of it is done.
    """

    text_characters: int = 100_000
    batch_actions: int = 32
    drag_points: int = 2_000
    scroll_px: int = 10_000
    wait_s: float = 60.0

    body_bytes: int = 32 * _MIB
    headers: int = 500
    events: int = 100_000
    items: int = 1_000
    depth: int = 64  # of objects and lists in one another
    values: int = 500_000  # in one piece of JSON: what takes 3 bytes to send takes 100 to hold
    id_characters: int = LONGEST_ID  # of a call


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait, in seconds, and how often to try one request."""

    connect_s: float = 10.0
    idle_s: float = 600.0  # between two signs of life of an answer: a thinking model sends nothing
    total_s: float = 300.0  # for one complete answer, and for a wait that the server asks for
    tries: int = 4
    background_s: float = 1_800.0  # for an answer that the server works out on its own
    outage_s: float = 1_800.0  # without a network, once the conversation has begun
    gateway_s: float = 30.0  # the same, if the server is busy or broken, or a gateway answers for it

    def of_run(self, longest_s: float, *, here: bool) -> Timeouts:
        """Return the timeouts of a run of at most `longest_s` seconds, also the limit of one answer.

        A server on this computer (`here`) is alive while its port is; it may read a picture silently for minutes.
        """
        return replace(self, idle_s=longest_s if here else self.idle_s, total_s=longest_s)


USUAL = Caps()
