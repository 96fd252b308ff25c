"""The way to the server and back: a question goes out over HTTP, and one whole answer comes in, whatever breaks."""
