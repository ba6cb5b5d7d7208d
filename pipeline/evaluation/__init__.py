"""What the figures bear: comparison, follow-up, non-response, effect. Pure functions, no suppression."""
