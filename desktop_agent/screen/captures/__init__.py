"""Pictures of the screen: taken, masked, compared and encoded."""
