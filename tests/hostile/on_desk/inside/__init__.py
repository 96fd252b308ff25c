"""What is copied onto a desk and runs there; it needs nothing but Python."""
