"""What developers run: the official templates, the sample semester, the message catalogues."""
