"""Who may do what: every route and every action of the admin, against `matrix.txt`."""
