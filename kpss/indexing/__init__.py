"""What of community planning can be found, and from which tables it comes."""
