"""What goes on after publishing: who leads a measure, what was said of it, how it stands."""
