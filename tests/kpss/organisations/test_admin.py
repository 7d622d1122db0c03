import pytest
from django.urls import reverse

from kpss.models import PlanningRevision
from strategy.editing import version_of
from strategy.models import Organisation
from tests.strategy.cast import client_of


@pytest.mark.django_db
def test_a_website_is_taken_as_it_is_typed_and_pages_of_planning_are_stale() -> None:
    one = Organisation.objects.create(kind="nonprofit", name="Charita")
    address = reverse("admin:strategy_organisation_change", args=[one.pk])
    typed = {"kind": "nonprofit", "name": "Charita", "web": "charita.cz"}
    client_of("coordinator").post(address, typed | {"version": version_of(one)})
    one.refresh_from_db()
    assert (one.name, one.web) == ("Charita", "https://charita.cz")
    assert PlanningRevision.objects.get().number == 1
