"""What community planning may have to say of an item of a plan: asked with the item itself."""

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.expressions import BaseExpression

from kpss.models import DecisionEffect, Funding, ProjectPart, TargetGroupName, TargetGroupPart

GROUPS, PROJECTS, FUNDINGS, DECISIONS = (
    "has_groups",
    "has_projects",
    "has_fundings",
    "has_decisions",
)


def facts() -> dict[str, BaseExpression]:
    """Whether there is any of each; of decisions those count, too, that are not public yet."""
    groups = Q(Exists(TargetGroupPart.objects.filter(item_key=OuterRef("key")))) | Q(
        Exists(TargetGroupName.objects.filter(name=OuterRef("text")))
    )
    models = {PROJECTS: ProjectPart, FUNDINGS: Funding, DECISIONS: DecisionEffect}
    return {
        GROUPS: ExpressionWrapper(groups, BooleanField()),
        **{
            fact: Exists(model._default_manager.filter(item_key=OuterRef("key")))
            for fact, model in models.items()
        },
    }
