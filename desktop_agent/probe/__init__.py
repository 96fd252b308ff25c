"""Tries a provider before a run costs money: whether it can be reached, what it offers, and how it counts points."""
