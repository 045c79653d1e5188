"""How staff sign in and keep their password."""
