"""Sources: recognise an export, read it as text, hold it against its contract, take the person out of it."""
