"""Measures alis-rules beside what people would pick instead: the same rules, the same rows of facts, one run on one machine."""
