"""A window of our own, for runs that are repeated under other conditions."""
