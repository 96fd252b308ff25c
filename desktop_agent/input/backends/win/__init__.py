"""What acting on Windows needs besides the libraries: moving the pointer as a program."""
