"""Transfers: a right is granted or changes holder by agreement of two sides."""
