"""Notices: what happened, and who is affected and must be told."""
