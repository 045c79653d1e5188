"""Two records of one person: seen, compared, joined and parted again."""
