"""What the portal says of itself, and what its readers say of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from strategy.models.fields import PlainLine, PlainText


class PortalRevision(models.Model):
    """How often what the portal itself says has changed, glossary included: one row."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def raise_it(cls) -> None:
        """Make stale what is stored of the whole portal; pages of plans have their own numbers."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            # Of two that make the row at once, the second waits here and raises the first one's.
            PortalRevision.objects.bulk_create([PortalRevision(pk=1)], ignore_conflicts=True)
            cls.objects.filter(pk=1).update(number=F("number") + 1)


class AccessibilityStatement(models.Model):
    """The city's part of the accessibility statement that Act 99/2019 asks for: one row.

    What is empty the page says in the portal's own words, or says plainly that it is missing.
    """

    class Compliance(models.TextChoices):
        FULL = "full", _("fully compliant")
        PARTLY = "partly", _("partly compliant")
        NOT = "not", _("not compliant")

    class Method(models.TextChoices):
        OWN = "own", _("our own assessment")
        OUTSIDE = "outside", _("assessment by a third party")

    scope = PlainText(
        _("what the statement covers"),
        blank=True,
        help_text=_("Empty: all public pages of this portal and the PDFs that it makes."),
    )
    compliance = models.CharField(
        _("state of compliance"), max_length=6, choices=Compliance, default=Compliance.PARTLY
    )
    faults = PlainText(
        _("what does not comply with the Act, and why"),
        blank=True,
        help_text=_("Empty: the portal tells what is known of its own pages."),
    )
    burden = PlainText(_("what would be a disproportionate burden, and why"), blank=True)
    outside = PlainText(_("what the Act does not apply to"), blank=True)
    instead = PlainText(
        _("how to get the content otherwise"),
        blank=True,
        help_text=_("For example: by telephone, read out at the office, sent as a text."),
    )
    method = models.CharField(
        _("how it was assessed"), max_length=7, choices=Method, default=Method.OWN
    )
    method_details = PlainText(
        _("details of the assessment"),
        blank=True,
        help_text=_("Who assessed what and by which means; a link to the report if there is one."),
    )
    prepared_on = models.DateField(_("statement prepared on"), null=True, blank=True)
    reviewed_on = models.DateField(
        _("last reviewed on"),
        null=True,
        blank=True,
        help_text=_("The statement is to be reviewed regularly, at least once a year."),
    )
    unit = PlainLine(
        _("who is responsible"),
        max_length=200,
        blank=True,
        help_text=_("The department that answers for accessibility, not a person."),
    )
    email = models.EmailField(
        _("e-mail of the office"),
        blank=True,
        help_text=_("Messages about the portal go there. Empty: to the portal’s own contact."),
    )
    phone = PlainLine(_("telephone"), max_length=60, blank=True)
    address = PlainText(_("postal address"), blank=True)
    enforcement = PlainText(
        _("who to turn to when we do not help"),
        blank=True,
        help_text=_("Empty: the Digital and Information Agency, which supervises the Act."),
    )
    history = HistoricalRecords(verbose_name=_("history of the accessibility statement"))

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statement")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_accessibility_statement")
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class PortalText(models.Model):
    """What the city adds to a page of the portal: who runs it, where the office is, and when."""

    class Page(models.TextChoices):
        CONTACT = "contact", _("contact")
        PRIVACY = "privacy", _("cookies and privacy")
        ABOUT = "about", _("about the portal")
        HELP = "help", _("help")

    page = models.CharField(
        pgettext_lazy("of the portal", "page"), max_length=7, choices=Page, unique=True
    )
    text = PlainText(
        _("text"),
        help_text=_(
            "An empty line parts paragraphs; a line that begins with a dash is one of a list."
        ),
    )
    history = HistoricalRecords(verbose_name=_("history of text"))

    class Meta:
        verbose_name = _("text of a page of the portal")
        verbose_name_plural = _("texts of the portal’s pages")
        ordering = ["page"]

    def __str__(self) -> str:
        return str(self.get_page_display())


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def waiting(self) -> "FeedbackQuerySet":
        return self.filter(settled_at=None)


class Feedback(models.Model):
    """What somebody wrote about a page of the portal. Personal data may be in it: no history."""

    class Kind(models.TextChoices):
        OBSTACLE = "obstacle", _("I cannot use something (accessibility)")
        FAULT = "fault", _("Something is wrong or does not work")
        IDEA = "idea", _("I have an idea or a question")

    # A double sending of one form is one row.
    submission_key = models.UUIDField(unique=True)
    kind = models.CharField(_("what it is about"), max_length=8, choices=Kind)
    page = PlainLine(_("page"), max_length=500, blank=True)
    text = PlainText(_("message"))
    email = models.EmailField(_("e-mail"), blank=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    settled_at = models.DateTimeField(_("dealt with"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("message about the portal")
        verbose_name_plural = _("messages about the portal")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["sent_at"], condition=Q(settled_at=None), name="feedback_waiting")
        ]

    def __str__(self) -> str:
        return str(self.pk)
