"""What a patient read in the portal and understood of it, and what to read next."""
