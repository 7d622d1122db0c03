import re
import uuid
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey
from mptt.querysets import TreeQuerySet
from simple_history.models import HistoricalRecords

from strategy.models.editions import Edition
from strategy.models.fields import PlainLine, PlainText
from strategy.models.plans import Tier

# Last segments of a plan's addresses that are not items, and the anchors that its page has
# beside the codes.
RESERVED_HANDLES = frozenset(
    {
        "citace",
        "edice",
        "formaty",
        "nahled.png",
        "nova-pripominka",
        "obsah",
        "plan-s-peceti.pdf",
        "plan.csv",
        "plan.docx",
        "plan.json",
        "plan.md",
        "plan.pdf",
        "plan.xlsx",
        "plneni",
        "plneni.atom",
        "podklad",
        "pripominky",
        "pripominky.atom",
        "rizeni",
        "srovnani",
        "ukazatel",
        "usneseni",
        "vyporadani",
        "vyporadani.csv",
        "vyporadani.docx",
        "vyporadani.pdf",
        "vyporadani.xlsx",
        "vysvetleni",
        "zmeny",
        "zmeny.atom",
        "zneni",
    }
)

validate_code = RegexValidator(
    r"^\w+(?:[.\-]\w+)*$", _("A code is made of letters and digits, with dots or hyphens between.")
)


def validate_handle(handle: str) -> None:
    if handle.lower() in RESERVED_HANDLES:
        raise ValidationError(
            _("“%(address)s” is an address of the portal itself. Choose another."),
            params={"address": handle},
        )


def natural_sort(code: str) -> str:
    """Form of a code that sorts as a reader counts: A1.2 before A1.10.

    >>> natural_sort("A1.10")
    'A000001.000010'
    """
    return re.sub(r"\d+", lambda digits: digits.group().zfill(6), code)


class ItemQuerySet(TreeQuerySet):
    def shown(self) -> Self:
        """All but the root, which stands for the plan as a whole."""
        return self.filter(parent__isnull=False)

    def published(self) -> Self:
        return self.exclude(edition__state=Edition.State.DRAFT)


class Item(MPTTModel):
    """A value, goal, priority or measure, in one edition. The root stands for the plan as a whole.

    Change the structure only through `strategy.tree`; a published edition's items are
    frozen by triggers in the database.
    """

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="items", verbose_name=_("edition")
    )
    key = models.UUIDField(
        _("key"),
        default=uuid.uuid4,
        editable=False,
        help_text=_("The same in every edition of the plan."),
    )
    tier = models.ForeignKey(
        Tier, on_delete=models.PROTECT, null=True, related_name="items", verbose_name=_("tier")
    )
    parent = TreeForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        related_name="children",
        verbose_name=_("under"),
    )
    code = models.CharField(_("code"), max_length=30, blank=True, validators=[validate_code])
    code_sort = models.CharField(max_length=150, blank=True, editable=False)
    handle = models.CharField(
        _("address"),
        max_length=80,
        editable=False,
        validators=[validate_handle],
        help_text=_("The code, or where there is none, a short form of the wording."),
    )
    text = PlainText(_("wording"))
    description = PlainText(
        _("explanation"), blank=True, help_text=_("What the wording means, and why. Not binding.")
    )
    lead = PlainLine(
        _("lead"), max_length=200, blank=True, help_text=_("The department that answers for it.")
    )
    due = models.CharField(
        _("due"),
        max_length=30,
        blank=True,
        help_text=_("A day, month, quarter or year, or “continuously”: 31. 12. 2020, 12/2020."),
    )
    # Raised with every change; a form that carries an older number is refused.
    version = models.PositiveIntegerField(default=1, editable=False)

    # Declared here because the indexes name them; django-mptt fills them.
    lft = models.PositiveIntegerField(editable=False)
    rght = models.PositiveIntegerField(editable=False)
    tree_id = models.PositiveBigIntegerField(editable=False)
    level = models.PositiveIntegerField(editable=False)

    history = HistoricalRecords(
        excluded_fields=["lft", "rght", "tree_id", "level"], verbose_name=_("history of item")
    )

    objects = TreeManager.from_queryset(ItemQuerySet)()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        indexes = [
            models.Index(fields=["tree_id", "lft"], name="item_in_order"),
            models.Index(fields=["edition", "level"], name="item_by_level"),
            models.Index(fields=["key"], name="item_by_key"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="item_key_once_in_edition"),
            models.UniqueConstraint(
                fields=["edition", "code"],
                condition=~Q(code=""),
                name="item_code_once_in_edition",
                violation_error_message=_("This code is already used in the plan."),
            ),
            models.UniqueConstraint(
                fields=["edition", "handle"], name="item_handle_once_in_edition"
            ),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(parent__isnull=True),
                name="item_one_root_in_edition",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, tier__isnull=True, code="")
                | Q(parent__isnull=False, tier__isnull=False),
                name="item_tier_unless_root",
            ),
            # One tree for each edition, known by the edition's own number.
            models.CheckConstraint(condition=Q(tree_id=F("edition")), name="item_tree_of_edition"),
            models.CheckConstraint(condition=Q(lft__lt=F("rght")), name="item_left_before_right"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.code_sort = natural_sort(self.code)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The item's page in its own edition."""
        edition = self.edition
        if self.parent_id is None:
            return edition.get_absolute_url()
        return reverse(
            "strategy:edition_item_detail", args=[edition.plan.slug, edition.number, self.handle]
        )

    def get_permanent_url(self) -> str:
        """The address that follows the item through all editions."""
        return reverse("strategy:item_permanent", args=[self.key])


class ItemTally(models.Model):
    """Counts that stand beside an item, for the item's own row never changes once published."""

    item = models.OneToOneField(
        Item, on_delete=models.CASCADE, primary_key=True, related_name="tally"
    )
    comments = models.PositiveIntegerField(_("published comments"), default=0)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")

    def __str__(self) -> str:
        return f"{self.item_id}: {self.comments}"
