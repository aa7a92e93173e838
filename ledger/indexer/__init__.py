"""Follows a chain into SQL: reads what is confirmed, writes it with its projections, compares the dossiers' heads."""
