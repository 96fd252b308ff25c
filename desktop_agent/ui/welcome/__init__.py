"""The first start: a check of this computer, the choice of a model, a first task."""
