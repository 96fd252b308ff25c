"""What the hand on a desk answers by; in a file that loads nothing."""

READY = "ready"
LET_GO = "released"
LACKS = "lacks"  # with the modifier or the symbol of the key that the desk's keyboard hasn't
