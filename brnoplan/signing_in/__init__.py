"""How staff sign in: a password and a second step, or the city's own provider (OpenID Connect).

A session is signed in only once all that is asked for was given, so no request looks at it again.
"""
