"""What proves that a yes was given by a person: read this package first in a security review."""
