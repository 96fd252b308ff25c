"""What a desktop has besides programs: displays, compositors, buses and their services, devices and settings."""
