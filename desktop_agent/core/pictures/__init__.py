"""Pictures of the screen, and the geometry between them and it."""
