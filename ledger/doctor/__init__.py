"""What is wrong, since when, what to type: looks at the machine, the chain, the stores, the dates; writes nothing."""
