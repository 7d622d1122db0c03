from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from mptt.forms import TreeNodeChoiceField

from strategy import due, editing
from strategy.admin.cards.form import CardForm
from strategy.admin.refusals import RefusableForm
from strategy.models import CardField, Edition, Item, Plan, Tier

POSITIONS = [
    ("last-child", _("under the item below, as the last one")),
    ("first-child", _("under the item below, as the first one")),
    ("left", _("just before the item below")),
    ("right", _("just after the item below")),
]
# What of an item is no part of its card. The lead as written follows who has that role.
WORDING = tuple(name for name in editing.ITEM_WORDING if name != "lead")
MEASURES_ONLY = _("Only measures have this. Leave it empty here.")


class PlaceField(TreeNodeChoiceField):
    """Choice of an item of one edition, drawn as a tree; the root is the plan as a whole."""

    def label_from_instance(self, item: Item) -> str:
        if item.parent_id is None:
            return str(_("the plan as a whole"))
        return "– " * (item.level - 1) + Truncator(str(item)).chars(90)


class ItemForm(RefusableForm):
    """The wording of an item that is already there, with its card, which holds the lead."""

    wording = WORDING
    may_create = False

    class Meta:
        model = Item
        fields: tuple[str, ...] = WORDING
        help_texts = {
            "code": _(
                "As people will cite it, for example “A1.2”; it is also the item’s address. "
                "Each code stands in the plan once. Leave it empty where there is none."
            ),
            "text": _("The binding wording, word for word as it will be approved."),
            "due": _(
                "A day, month, quarter or year: 31. 12. 2020, 12/2020, 4. čtvrtletí 2020, 2020; "
                "or “průběžně”."
            ),
        }
        widgets = {
            "text": AdminTextareaWidget(attrs={"rows": 5}),
            "description": AdminTextareaWidget(attrs={"rows": 5}),
            "due": AdminTextInputWidget(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.card = self._card(self.data if self.is_bound else None)

    def _card(self, data: Any) -> CardForm:
        item = self.instance
        is_measure = item.tier is not None and item.tier.is_measure
        return CardForm(
            item.edition.plan, item, data, is_measure=is_measure, may_create=self.may_create
        )

    def clean_due(self) -> str:
        return due.normal(self.cleaned_data["due"])

    def clean(self) -> dict[str, Any] | None:
        if not self.card.is_valid():
            self.add_error(None, _("Something in the card needs mending; it is marked below."))
        return super().clean()

    @property
    def changed_data(self) -> list[str]:
        """Fields that were changed, those of the card by their names, for the log."""
        own = list(super().changed_data)
        return [*own, *self.card.changed_labels()] if self.is_valid() else own

    def version_of(self, row: Item) -> int:
        return row.version

    def _compare(self, current: Any) -> None:
        super()._compare(current)
        if self.card.is_valid():
            for label, now, own in self.card.compared(current):
                self._lay_beside(label, now, own)


class ItemAddForm(ItemForm):
    """A new item of a draft: where it stands, and what it says."""

    edition: Edition

    parent = PlaceField(
        Item.objects.none(),
        label=_("Under"),
        empty_label=None,
        help_text=_("The new item becomes the last one there; it can be moved at any time."),
    )
    tier = forms.ModelChoiceField(
        Tier.objects.none(),
        label=_("Level"),
        help_text=_("Lower than the level of the item it stands under. Levels may be skipped."),
    )

    class Meta(ItemForm.Meta):
        fields: tuple[str, ...] = ("parent", "tier", *WORDING)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tiers = Tier.objects.filter(plan=self.edition.plan_id)
        self.fields["tier"].queryset = tiers  # type: ignore[attr-defined]
        self.fields["parent"].queryset = Item.objects.filter(edition=self.edition).filter(  # type: ignore[attr-defined]
            Q(parent=None) | ~Q(tier=tiers.last())
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        tier = self.cleaned_data.get("tier")
        if tier and not tier.is_measure and self.cleaned_data.get("due"):
            self.add_error("due", MEASURES_ONLY)
        if tier and not tier.is_measure and self.card.facts().get("responsibilities"):
            self.add_error(None, MEASURES_ONLY)
        return cleaned

    def _card(self, data: Any) -> CardForm:
        """Of a new measure only the lead is asked; the rest once it is there."""
        return CardForm(self.edition.plan, None, data, is_measure=True, may_create=self.may_create)


class MoveForm(forms.Form):
    """Where an item goes: a position and the item that it is meant against."""

    position = forms.ChoiceField(
        label=_("Where"), choices=POSITIONS, initial="last-child", widget=forms.RadioSelect
    )
    target = PlaceField(Item.objects.none(), label=_("Item"), empty_label=None)

    def __init__(self, item: Item, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Q(lft__gte=item.lft, rght__lte=item.rght)
        self.fields["target"].queryset = Item.objects.filter(tree_id=item.tree_id).exclude(own)  # type: ignore[attr-defined]
        self.fields["target"].initial = item.parent_id


class PlanForm(RefusableForm):
    wording = editing.PLAN_WORDING

    card_fields = forms.MultipleChoiceField(
        label=Plan._meta.get_field("card_fields").verbose_name,
        help_text=_(
            "Only these are asked for; what is filled otherwise stays and is shown. Before the "
            "plan goes to the council, measures that lack one of them are counted; not co-leads, "
            "partners, risks and remarks, which not every measure has."
        ),
        choices=CardField.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Plan
        fields = editing.PLAN_WORDING
        help_texts = {
            "slug": _(
                "The part of the web address that names the plan, for example “brno-2050”. "
                "It stays for good once the plan is published, so that saved links lead to it."
            ),
        }
        widgets = {"summary": AdminTextareaWidget(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "slug" in self.fields:  # not for those who may only read
            self.fields["slug"].disabled = editing.has_fixed_address(self.instance)
