"""The card of a measure: reading it, changing it, telling it in every format."""
