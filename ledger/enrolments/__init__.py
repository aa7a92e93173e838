"""The contracts of this system, what each may do to the others, and the government that admits them."""
