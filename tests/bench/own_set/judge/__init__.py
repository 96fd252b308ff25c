"""The judge of this set, in the shape of OSWorld's."""
