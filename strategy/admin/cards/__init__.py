"""The card of a measure among the forms of its item."""
