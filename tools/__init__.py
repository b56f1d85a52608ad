"""What serves the work on the bulletin and is no part of it."""
