"""The replay gate: the cases with what they gave at the last release, how they were chosen, and what they reach."""
