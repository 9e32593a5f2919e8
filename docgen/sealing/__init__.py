"""An edition of the archive: what goes into it, bound into boxes, sealed, verified, held against the ledger that knows it."""
