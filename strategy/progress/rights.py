"""Who may say something of a measure: coordinators of all, others of what they lead."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet

from strategy.models import Lead, Organisation

# To look at the desk of measures. Everybody who works with plans may.
DESK = "strategy.view_measurestate"
# To say something of anybody's measure.
OF_ALL = "strategy.add_progressreport"
# To record and correct values of anybody's indicators.
MEASURE_ALL = "strategy.add_reading"
CORRECT_ALL = "strategy.change_reading"


def led_by(user: User | AnonymousUser) -> "QuerySet[Lead]":
    """What somebody's organisations lead now, and what they report for themselves."""
    if not user.is_authenticated:
        return Lead.objects.none()
    theirs = Organisation.members.through.objects.filter(user=user.pk).values("organisation")
    leads = Lead.objects.now().filter(role=Lead.Role.LEAD)
    return leads.filter(Q(organisation__in=theirs) | Q(person=user.pk))


def answers_for(user: User | AnonymousUser, plan_id: int, key: UUID) -> bool:
    """Whether the measure is led by an organisation of theirs, or by themselves. One query."""
    return led_by(user).filter(plan=plan_id, item_key=key).exists()


def may_report(user: User | AnonymousUser, plan_id: int, key: UUID) -> bool:
    """Whether somebody may say how far a measure is. A query at most."""
    return user.has_perm(OF_ALL) or answers_for(user, plan_id, key)


def may_measure(user: User | AnonymousUser, plan_id: int, key: UUID) -> bool:
    """Whether somebody may record values of a measure's indicators. A query at most."""
    return user.has_perm(MEASURE_ALL) or answers_for(user, plan_id, key)


def may_correct(user: User | AnonymousUser, plan_id: int, key: UUID) -> bool:
    """Whether somebody may change and take back what is recorded. A query at most."""
    return user.has_perm(CORRECT_ALL) or answers_for(user, plan_id, key)
