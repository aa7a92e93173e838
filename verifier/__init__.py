"""The offline check of a certificate: a package of its own, without network, database or anything else of ours."""
