"""What payers ask for before they pay, held against what is known of a patient."""
