"""What reports share, and the report of decisions and workload."""
