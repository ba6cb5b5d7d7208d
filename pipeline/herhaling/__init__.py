"""Make it again elsewhere and see whether the same comes out: `toeleiding verify`."""
