"""The Settings window: one page of fields for each section of the settings file."""
