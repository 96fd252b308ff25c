"""The paired phone in Settings: which one it is, what it may do, its end, and the window that pairs another."""
