"""Who sealed a block: one module for each scheme. docs/certificate.md says what each demands."""
