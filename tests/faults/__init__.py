"""The faults that use has shown, each held by a test."""
