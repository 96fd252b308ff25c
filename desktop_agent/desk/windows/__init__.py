"""The windows of a desk: its screen (`view/`), and its receipt (`receipt/`)."""
