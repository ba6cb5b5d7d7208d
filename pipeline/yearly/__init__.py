"""The run that happens when nobody watches: when it fires, what it tells, and whom it waits for."""
