"""What every window is built on: starting Qt, calls between threads, theme, icons, labels, buttons and layouts."""
