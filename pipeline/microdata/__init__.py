"""Microdata: deliveries become one row per leaver and cohort, and a panel of what was measured afterwards."""
