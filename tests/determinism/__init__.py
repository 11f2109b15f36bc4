"""The same results, byte for byte, wherever and however they are reckoned; and from nothing but the case and the tables."""
