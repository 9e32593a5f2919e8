"""What comes from outside into the archive, file by file: judged, made flat, fit to be sealed, or refused by name."""
