"""Think: the Responses API in its dialects."""
