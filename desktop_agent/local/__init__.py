"""Offline: a model that follows plain steps, its server, and the demo app."""
