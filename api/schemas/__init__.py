"""What JSON answers look like: money in fen, areas in square metres and mu, times as RFC 3339, ids as 0x-hex."""
