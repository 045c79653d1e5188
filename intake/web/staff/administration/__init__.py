"""People, sites, settings and the crisis record."""
