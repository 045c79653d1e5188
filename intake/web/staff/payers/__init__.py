"""What payers ask for, and the sheets that are made of it."""
