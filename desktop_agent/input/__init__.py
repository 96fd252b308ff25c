"""Act: pointer, keys and text."""
