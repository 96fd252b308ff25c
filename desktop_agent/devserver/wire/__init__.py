"""The model's side of the Responses API; it shares nothing with the client's."""
