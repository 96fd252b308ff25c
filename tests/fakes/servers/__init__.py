"""What answers in place of a model's vendor or of a host on the internet: real sockets, and a log of what was asked."""
