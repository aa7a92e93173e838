"""Mortgages: ranked claims of lenders on rights, granted by their holders."""
