"""What docgen costs, beside its peers and as papers grow in number."""
