"""How who works with the portal is called."""

from django.contrib.auth.models import AbstractUser


def called(user: AbstractUser | None) -> str:
    """The full name, or the name to log in with where there is none; nobody is called nothing."""
    return (user.get_full_name() or user.get_username()) if user else ""
