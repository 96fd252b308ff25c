"""What the hand on a desk answers by, and how much text crosses at once; in a file that loads nothing."""

READY, LET_GO, PUT, TAKE, FAILED = "ready", "released", "put", "take", "failed"
MOST_BYTES = 1_000_000
