"""The command line: commands are loaded when they are called, so that `ledger --help` answers at once."""
