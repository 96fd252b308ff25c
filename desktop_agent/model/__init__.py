"""Think: what is said to a model over the Responses API, in its dialects, and what its answers mean."""
