"""Parties: who can hold or owe, who vouches for them, who keeps them."""
