"""Personal data, encrypted with a key of its own for every subject: destroying the key is forgetting the person."""
