"""Published editions stay as they were: sealed, archived, checked daily, recognised by anyone."""
