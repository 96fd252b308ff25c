"""What the hand on a desk answers by; in a file that loads nothing."""

READY = "ready"
LET_GO = "released"
