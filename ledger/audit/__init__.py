"""Compares the mirror with the chain and names every difference."""
