"""A semester as a folder on disk: begun, its ledger found and made anew, counted, looked back on over all terms."""
