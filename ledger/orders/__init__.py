"""Orders: bars laid on a right, an asset or a party by who may lay them, with a term; later ones queue."""
