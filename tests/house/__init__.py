"""How the house is kept: who imports whom, what is public, what is shipped."""
