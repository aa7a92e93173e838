"""A permissioned ledger for the assets of rural collectives: contracts, mirror, checks, commands."""
