"""Postings: officers' accounts, for one party, in one area, until a date, with roles."""
