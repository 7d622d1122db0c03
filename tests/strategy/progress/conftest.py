import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from brnoplan import groups
from strategy.models import Edition, Organisation
from tests.strategy.cast import client_of
from tests.strategy.progress import scene


@pytest.fixture
def department(db: None) -> Organisation:
    return scene.make_department()


@pytest.fixture
def edition(department: Organisation) -> Edition:
    """A plan in force with three measures, all led by the department."""
    return scene.in_force(department)


@pytest.fixture
def member(department: Organisation) -> User:
    """Who settles for the department, and so reports for it."""
    user = scene.member_of(department)
    groups.create_groups()
    user.groups.add(Group.objects.get(name=groups.SETTLER))
    return user


@pytest.fixture
def desk(member: User) -> Client:
    """The department's own."""
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def fulfilment(db: None) -> Client:
    """The coordinator's, who belongs to no department."""
    return client_of("fulfilment")
