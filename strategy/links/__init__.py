"""What items of plans have to do with one another: links, where they are likely, their map."""
