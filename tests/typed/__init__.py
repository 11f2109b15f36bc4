"""What type checkers see of the library, as those do who use it."""
