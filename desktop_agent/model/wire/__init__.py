"""The HTTP side: sends a request to the server and gets one whole answer back, whatever breaks on the way."""
