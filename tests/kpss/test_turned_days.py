"""An end that lies before its beginning is refused at its field, as precisely as both are known."""

import pytest
from django.core.exceptions import ValidationError

from kpss.models import Body, Phase, Project, TargetGroup
from tests.kpss.factories import make_body, make_cycle, make_project, make_target_group

pytestmark = pytest.mark.django_db


def row_of(model: type) -> Body | Phase | Project | TargetGroup:
    if model is Phase:
        return Phase.objects.create(cycle=make_cycle("plan"), kind=Phase.Kind.ANALYSIS)
    return {Body: make_body, Project: make_project, TargetGroup: make_target_group}[model]()


@pytest.mark.parametrize(
    ("model", "begin", "end"),
    [
        (Body, "valid_from", "valid_to"),
        (TargetGroup, "valid_from", "valid_to"),
        (Phase, "begins", "ends"),
        (Project, "begins", "ends"),
    ],
)
def test_an_end_before_the_beginning_is_refused_at_its_field(model, begin, end) -> None:
    row = row_of(model)
    for begins, ends, errors in [
        ("2027", "2026", [end]),
        ("2010-03-02", "1. 3. 2010", [end]),
        ("2010-03-02", "2010", []),
        ("2010", "2010-01-01", []),
        ("XXXX-10", "2009", []),
        ("kdysi", "2009", [begin]),
    ]:
        setattr(row, begin, begins)
        setattr(row, end, ends)
        assert errors_of(row) == errors


def errors_of(row: Body | Phase | Project | TargetGroup) -> list[str]:
    try:
        row.full_clean()
    except ValidationError as refusal:
        return list(refusal.message_dict)
    return []
