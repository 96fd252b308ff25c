"""The loop: what may follow what, and the driver that does it."""
