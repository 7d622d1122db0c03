import pytest
from django.contrib.auth.models import Permission, User

from comments.models import Point
from strategy.models import Edition, Organisation
from tests.factories import item_of, make_comment

SETTLES = ("change_settlement",)
COORDINATES = ("change_settlement", "publish_settlement", "change_handling")


def member_of_staff(name: str, *rights: str) -> User:
    user = User.objects.create_user(name, password=name, is_staff=True, first_name=name.title())
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


@pytest.fixture
def officer(db: None) -> User:
    """Jana, who assigns, drafts, checks and publishes."""
    return member_of_staff("jana", *COORDINATES)


@pytest.fixture
def settler(department: Organisation) -> User:
    """Petr, who drafts answers for the department of health."""
    user = member_of_staff("petr", *SETTLES)
    department.members.add(user)
    return user


@pytest.fixture
def department(db: None) -> Organisation:
    return Organisation.objects.create(kind="department", name="Odbor zdraví", abbreviation="OZ")


@pytest.fixture
def point(published: Edition) -> Point:
    """What a published comment on measure A1.1 asks for."""
    return make_comment(item_of(published, "A1.1")).points.get()


@pytest.fixture
def three(published: Edition) -> list[Point]:
    """What three comments on measure A1.1 ask for, alike."""
    return [make_comment(item_of(published, "A1.1")).points.get() for _ in range(3)]
