"""Mutation testing of the rules and of the tables: ``python -m tests.mutation``."""
