"""What the commands share: the language they speak, and what they show on a terminal."""
