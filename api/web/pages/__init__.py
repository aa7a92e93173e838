"""Pages by address: what each gathers for its template."""
