"""What readers write about the portal itself: an obstacle, a fault, an idea. No account needed."""
