"""What ships as data: questionnaires, protocols, instruments and portal pages."""
