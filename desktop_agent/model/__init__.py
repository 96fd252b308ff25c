"""The model: requests to it over the Responses API, in several dialects, and the reading of its answers."""
