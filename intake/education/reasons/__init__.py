"""Why each question of the questionnaire is asked: told, found, and signed."""
