"""What the hand on a desk answers by, and how much text crosses at once; in a file that loads nothing."""

READY = "ready"
LET_GO = "released"
PUT = "put"
TAKE = "take"
FAILED = "failed"
MOST_BYTES = 1_000_000
