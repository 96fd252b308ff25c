"""The studio's windows: showing a task (`learn/`), editing a how-to (`howto/`), and the button that makes a film."""
