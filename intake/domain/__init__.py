"""The clinical core: plain Python, no framework, no database, no clock."""
