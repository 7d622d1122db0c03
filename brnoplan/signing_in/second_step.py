"""The second step of the sign-in: a code of an app on one's phone, or a recovery code.

Recovery codes are kept as keyed hashes. Whoever tries codes waits longer after each wrong one
(django-otp counts in the database, for all processes), beside what axes forbids.
"""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

CODES = 10
# Without letters and digits that look alike.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
NAME = "brnoplan"


def has_one(user: User) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def is_asked_of(user: User) -> bool:
    """Whether a password alone does not let somebody in."""
    return settings.SECOND_FACTOR or has_one(user)


def pending(user: User) -> TOTPDevice:
    """The app that is being set up: its secret stays the same until it is confirmed."""
    begun = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk").first()
    return begun or TOTPDevice.objects.create(user=user, confirmed=False, name=NAME)


def begin_anew(user: User) -> None:
    """Forget the app that was being set up, and its secret."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()


def confirm(user: User, code: str) -> list[str]:
    """Let the pending app count from now on, in the place of any other; no app where it is wrong.

    Returns new recovery codes, which are told once, or none.
    """
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().get(pk=pending(user).pk)
        if not device.verify_token(_bare(code)):
            return []
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        return _new_codes(user)


def passes(user: User, code: str) -> bool:
    """Whether a code is right: of the app, or one of recovery, each of them once."""
    bare = _bare(code)
    with transaction.atomic():
        if bare.isdecimal():
            return _verified(TOTPDevice, user, bare)
        return _verified(StaticDevice, user, _kept(bare))


def forget(user: User) -> bool:
    """Take somebody's second step away, who has lost phone and codes; whether there was one."""
    gone = [kind.objects.filter(user=user).delete()[0] for kind in (TOTPDevice, StaticDevice)]
    return any(gone)


def left(user: User) -> int:
    """How many recovery codes somebody has."""
    return sum(one.token_set.count() for one in StaticDevice.objects.filter(user=user))


def _verified(kind: type[TOTPDevice] | type[StaticDevice], user: User, code: str) -> bool:
    held = kind.objects.select_for_update().filter(user=user, confirmed=True)
    return any(device.verify_token(code) for device in held)


def _new_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=NAME)
    codes = [_drawn(secrets.choice) for _number in range(CODES)]
    for code in codes:
        device.token_set.create(token=_kept(_bare(code)))
    return codes


def _drawn(choice: Callable[[str], str]) -> str:
    """Such as `k7mqa-x2hne`, some 49 bits."""
    letters = "".join(choice(ALPHABET) for _letter in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def _bare(code: str) -> str:
    return "".join(code.split()).replace("-", "").lower()


def _kept(bare: str) -> str:
    return salted_hmac("brnoplan.signing_in.recovery", bare, algorithm="sha256").hexdigest()[:16]
