"""A run as one page: no script, no network, everything foreign escaped."""
