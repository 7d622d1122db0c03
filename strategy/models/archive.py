from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from strategy.models.editions import Edition


class Seal(models.Model):
    """A published edition as canonical JSON with its hash, chained to the edition before it.

    Written once by `strategy.integrity.sealing`; triggers refuse every later change.
    """

    edition = models.OneToOneField(
        Edition, on_delete=models.PROTECT, primary_key=True, related_name="seal"
    )
    document = models.TextField()
    # Indexed, for anyone may ask for a hash and the documents are long.
    sha256 = models.CharField(max_length=64, db_index=True)
    # Hash of the seal of the plan's edition before this one; empty for the first.
    previous_sha256 = models.CharField(max_length=64, blank=True)
    # Over every column of the frozen rows that there was then, those too that the document
    # leaves out; and which columns these were, as JSON, for later versions bring others.
    rows_sha256 = models.CharField(max_length=64)
    rows_columns = models.TextField()

    class Meta:
        verbose_name = _("seal of an edition")
        verbose_name_plural = _("seals of editions")

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.sha256}"


class ArchivedPdf(models.Model):
    """The PDF of an approved edition as it was rendered at approval, or a copy the city sealed.

    Never rendered again and never replaced; triggers refuse every change.
    """

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("as approved")
        SEALED = "sealed", _("with the city’s seal")

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="archived_pdfs", verbose_name=_("edition")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    file = models.FileField(_("file"), upload_to="archive/")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size"))
    stored_at = models.DateTimeField(_("stored"), default=timezone.now, editable=False)
    # Over all of this row but its number, so that a changed one is found; and over which
    # columns that was.
    row_sha256 = models.CharField(max_length=64, editable=False)
    row_columns = models.TextField(editable=False)

    class Meta:
        verbose_name = _("archived PDF")
        verbose_name_plural = _("archived PDFs")
        ordering = ["edition", "kind", "-stored_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"],
                condition=models.Q(kind="original"),
                name="archived_original_once_in_edition",
            ),
            models.UniqueConstraint(
                fields=["edition", "sha256"],
                name="archived_file_once_in_edition",
                violation_error_message=_("This very file is stored already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_kind_display()}"
