"""Reads pictures: text and where it stands, fields and boxes beside it."""
