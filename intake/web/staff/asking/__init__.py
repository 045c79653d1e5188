"""What a patient is asked again, and what came back."""
