"""Certificates: what the offline check needs, in one file; and the trust file that it is checked against."""
