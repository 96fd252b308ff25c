"""One action: its target, its questions, its checks, and its input."""
