"""PostgreSQL for an installation that has no server of its own."""
