"""What the makers of the project run; nothing of it is installed."""
