"""Decide: rules, limits, and the only gate to the input backend."""
