"""Windows of our own: in the test's process without a screen, or each in a process of its own."""
