"""Three invented villages: made from a seed, the same every time, and saying everywhere that they are invented."""
