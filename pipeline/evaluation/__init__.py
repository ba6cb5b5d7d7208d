"""What the figures can bear: comparison, follow-up, non-response and effect. Pure functions, no
suppression."""
