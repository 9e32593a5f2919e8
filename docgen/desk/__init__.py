"""The window: docgen in the user's own browser, served to this machine alone (``docgen desk``).

Owns the pages, who may ask for them, and what runs while they are open. It calls nothing but the public door, so it knows
nothing that the commands don't; all state is in the folder and its ledger, and a server that dies loses none.
"""
