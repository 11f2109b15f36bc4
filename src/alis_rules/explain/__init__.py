"""How results are told to people: message catalogues and renderers."""
