"""Assets: things on the register, from registration through publicity to confirmation."""
