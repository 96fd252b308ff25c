"""`serve`: the offline model, or a scripted one, as a Responses server on loopback."""
