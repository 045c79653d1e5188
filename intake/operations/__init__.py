"""What concerns the whole installation: its database, content, backups, exports."""
