"""What readers say of the pages of the portal, for editors."""
