"""What waits, whose it is and how it is found."""
