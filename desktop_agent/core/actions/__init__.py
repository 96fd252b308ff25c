"""The actions of a model, their keys, and their descriptions."""
