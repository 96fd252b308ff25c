"""The parts of the AT-SPI backend."""
