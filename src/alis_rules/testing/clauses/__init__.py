"""The clauses as test classes, one module for each section of the sources."""
