"""What the portal may state, and on what that rests: records that a clinic keeps."""
