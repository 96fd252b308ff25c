"""One file for each dialect of the Responses API."""
