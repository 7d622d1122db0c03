"""The coordinator's own pages: what her week asks of her, and closing a task."""
