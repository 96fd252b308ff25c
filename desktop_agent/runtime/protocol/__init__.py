"""The protocol of a run: its starter, its watchers and its host talk by these messages."""
