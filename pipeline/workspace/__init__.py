"""Where a run works: its folders, settings, lock, scratch room and record, and the errors users meet."""
