"""The offline model: it follows plain steps, reads the screen by OCR, and needs no network."""
