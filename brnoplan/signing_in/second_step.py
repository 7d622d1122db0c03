"""The second step of the sign-in: a code of an app on one's phone, or a recovery code.

Recovery codes are kept as keyed hashes. Whoever tries codes waits longer after each wrong one
(django-otp counts in the database, for all processes), beside what axes forbids.
"""

import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.oath import TOTP
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


def begin(user: User) -> TOTPDevice:
    """Draw the secret of an app that is to be set up; any that was drawn before is none any more.

    So a secret that somebody else was shown, who knows the password, never comes to count.
    """
    with transaction.atomic():
        _alone(user)
        TOTPDevice.objects.filter(user=user, confirmed=False).delete()
        return TOTPDevice.objects.create(user=user, confirmed=False, name=NAME)


def begun(user: User, number: object) -> TOTPDevice | None:
    """The app that is being set up under that number, unless it is done or was begun anew."""
    return TOTPDevice.objects.filter(user=user, confirmed=False, pk=number or 0).first()


def reads(device: TOTPDevice, code: str) -> bool:
    """Whether the app shows that code now. Uses nothing up: its secret guards nothing yet."""
    bare = _bare(code)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    return bare.isdecimal() and totp.verify(int(bare), device.tolerance)


def confirm(user: User, device: TOTPDevice, code: str, *, replaces: bool) -> list[str]:
    """Let the app that is being set up count from now on, in the place of any other.

    Returns new recovery codes, which are told once; none where the code is wrong, and where there
    is an app by now of which no code was asked (`replaces` says that one was).
    """
    with transaction.atomic():
        _alone(user)
        if begun(user, device.pk) is None or has_one(user) != replaces:
            return []
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


def _alone(user: User) -> None:
    """One at a time for each account: whoever comes second sees what the first has done."""
    User.objects.select_for_update().get(pk=user.pk)


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
