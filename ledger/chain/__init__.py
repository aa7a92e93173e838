"""The chain as the rest of the system sees it: a node, contracts with names, senders, keys. Knows no SQL."""
