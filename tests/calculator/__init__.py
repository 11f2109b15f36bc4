"""The calculator in a real browser."""
