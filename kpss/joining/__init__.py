"""What the public sends to a body: that they want to join it, or what it should talk about."""
