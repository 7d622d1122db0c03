"""One code twice at the same moment, in two processes."""

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django_otp.plugins.otp_totp.models import TOTPDevice

from brnoplan.signing_in import second_step
from tests.brnoplan.signing_in.test_second_step import code_now
from tests.races import at_once, on_a_file


@pytest.fixture
def user(committed: None, tmp_path: Path) -> Iterator[User]:
    made = User.objects.create_user("jana", is_staff=True)
    second_step.begin(made)
    with on_a_file(tmp_path / "portal.sqlite3"):
        yield made


def test_of_two_who_give_the_same_code_at_once_one_is_let_in(user: User) -> None:
    device = at_once([lambda: TOTPDevice.objects.get(user=user)])[0]
    code = at_once([lambda: code_now(user, confirmed=False)])[0]
    begin = Barrier(2)

    def together(deed: Any) -> Any:
        begin.wait(timeout=10)
        return bool(deed())

    confirmed = [
        lambda: together(lambda: second_step.confirm(user, device, code, replaces=False))
    ] * 2
    assert sorted(at_once(confirmed)) == [False, True]
    at_once([lambda: TOTPDevice.objects.update(last_t=-1)])
    passing = [lambda: together(lambda: second_step.passes(user, code))] * 2
    assert sorted(at_once(passing)) == [False, True]
