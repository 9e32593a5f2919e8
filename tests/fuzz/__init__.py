"""Mutants of what people hand in: seeded, so that each can be made again from its number."""
