"""Indicators: one definition each (definitions.toml), and one place that computes a rate."""
