"""Desks gather several concepts for one reader; they own no data."""
