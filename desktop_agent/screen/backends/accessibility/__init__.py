"""What the backend for AT-SPI is made of."""
