"""The web side: the API and the console, over the read models of `ledger`."""
