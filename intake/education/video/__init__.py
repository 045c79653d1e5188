"""Videos that the clinic serves itself."""
