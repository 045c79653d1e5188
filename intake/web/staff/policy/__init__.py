"""The clinic's policy for alerts, practice alerts and times to respond."""
