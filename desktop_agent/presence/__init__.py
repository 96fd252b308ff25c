"""IN CHARGE: whose hand it was, the stop keys, and proof that a physical device made a press."""
