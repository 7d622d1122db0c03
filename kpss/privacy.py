"""Taking a person out of community planning, for good.

Their terms stay, without a name: who sat for which side, when, is no secret. The name and the
e-mail go from the person's row, from letters, applications and subscriptions, from every text of
community planning with its history and the kept versions of minutes, and from the log of the
administration. What they said as somebody who comments is erased with their comments
(`comments.privacy`).
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, JSONField, Model, Q, QuerySet, TextField
from django.utils.translation import gettext as _

from comments.privacy import scrubbing
from comments.privacy.hidden import HIDDEN
from comments.privacy.searching import Replacing, hidden_in, hiding
from kpss import unrewritten
from kpss.minutes.names import FormsOfName
from kpss.models import (
    Application,
    Attendance,
    Body,
    Correspondent,
    HiddenPassage,
    Membership,
    NewsSubscription,
    Objection,
    Person,
    PlanningRevision,
    Topic,
)
from strategy import jobs, languages
from strategy.auditing.noting import note_written
from strategy.ledger import entries as ledger
from strategy.letters import folder
from strategy.letters.outbox import empty
from strategy.models import Job, Letter, PageRevision, Plan

# Of a row to be rewritten: the new values of its texts by column.
Values = dict[str, Any]


class ErasingRefused(Exception):
    """Why nobody is erased; its text is for the reader."""


def erase(person: Person, reason: str, by: User | None, *, texts: bool = True) -> None:
    """Erase a person; without `texts`, leave the name where others wrote it.

    That is for a name that somebody else has as well. Raises ErasingRefused.
    """
    if not reason.strip():
        raise ErasingRefused(_("Say why the data are erased."))
    with transaction.atomic():
        person = _held(person)
        names, email = _names(person.name), person.email
        if not names and not email:
            raise ErasingRefused(_("There is nothing left to erase."))
        note_written(person)
        sought = [*(names if texts else []), email]
        _forget_letters(person, email)
        _forget_sender(email)
        Person.objects.filter(pk=person.pk).update(name="", email="", name_public=False)
        Membership.objects.filter(person=person.pk).update(name_consent=False)
        _hide_in_log(person)
        with unrewritten.erasing():
            _hide_everywhere(_hiding(sought, person if texts else None))
        _log(person, hidden_in(reason, *names, email), by)
        called = ledger.digest(person.name), ledger.digest(email)
        ledger.record("person.erased", name=called[0], email=called[1], texts=texts)
        _renew_what_is_shown()
        scrubbing.after_commit()


def namesakes(person: Person) -> QuerySet[Person]:
    """Others of the same name, whom hiding it in texts would hide as well."""
    same = Person.objects.filter(name__iexact=person.name) if person.name else Person.objects.none()
    return same.exclude(pk=person.pk)


def _held(person: Person) -> Person:
    """The person, locked, and before it the bodies, in the order of every deed."""
    bodies = Body.objects.filter(memberships__person=person.pk).values("pk")
    list(Body.objects.filter(pk__in=bodies).order_by("pk").select_for_update().values_list("pk"))
    return Person.objects.select_for_update().get(pk=person.pk)


def _names(name: str) -> list[str]:
    """The name as it is recorded, and without degrees, as it is often written.

    >>> _names("Mgr. Jana Nová, Ph.D.")
    ['Mgr. Jana Nová, Ph.D.', 'Jana Nová']
    """
    plain = " ".join(word for word in name.replace(",", " ").split() if "." not in word)
    others = [plain] if len(plain.split()) > 1 and plain != name else []
    return [name, *others] if name else []


def _hiding(sought: list[str], person: Person | None) -> Replacing:
    """What hides those very words, and the person's name in its other forms."""
    as_recorded = hiding(*sought)
    if person is None or not person.name:
        return as_recorded
    others = Person.objects.exclude(pk=person.pk).exclude(name="")
    name = FormsOfName(person.name, others.values_list("name", flat=True))

    def hidden(text: str) -> str:
        text = as_recorded(text)
        for start, end in reversed(list(name.found_in(text))):
            text = text[:start] + HIDDEN + text[end:]
        return text

    return hidden


def _forget_letters(person: Person, email: str) -> None:
    about = Q(about__in=list(_abouts(person)))
    empty(Letter.objects.filter(about | Q(to__iexact=email) if email else about))


def _abouts(person: Person) -> Iterator[str]:
    """By which names letters say that they speak of the person; see `kpss.letters`."""
    theirs = Membership.objects.filter(person=person)
    yield f"kpss.person:{person.pk}"
    for model in (Membership, Attendance, Objection, Application):
        own = Q(pk__in=theirs) if model is Membership else Q(membership__in=theirs)
        for key in model._base_manager.filter(own).values_list("pk", flat=True):
            yield f"kpss.{model._meta.model_name}:{key}"


def _forget_sender(email: str) -> None:
    """Forget that the same mailbox has applied, proposed a topic, or reads news."""
    if not email:
        return
    sent = Correspondent.objects.filter(email__iexact=email)
    for model in (Application, Topic):
        for key in model.objects.filter(correspondent__in=sent).values_list("pk", flat=True):
            empty(Letter.objects.filter(about=f"kpss.{model._meta.model_name}:{key}"))
    sent.delete()
    NewsSubscription.objects.filter(email__iexact=email).delete()


def _hide_in_log(person: Person) -> None:
    """Entries about the person and their terms are called after the name."""
    theirs = Membership.objects.filter(person=person).values_list("pk", flat=True)
    for model, keys in ((Person, [person.pk]), (Membership, theirs)):
        about = Q(content_type=ContentType.objects.get_for_model(model))
        entries = LogEntry.objects.filter(about, object_id__in=[str(key) for key in keys])
        entries.update(object_repr=HIDDEN)


def _hide_everywhere(hidden: Replacing) -> None:
    _hide_in_passages(hidden)
    ours = apps.get_app_config("kpss").get_models(include_auto_created=True)
    models: list[type[Model]] = [*ours, Letter, LogEntry]
    for model in models:
        for key, values in list(_rewritten(model, hidden)):
            if model is Letter:
                folder.forget(Letter.objects.filter(pk=key).values_list("message_id", flat=True))
            model._base_manager.filter(pk=key).update(**values)


def _hide_in_passages(hidden: Replacing) -> None:
    """Rewritten, several passages of the same minutes may be one; what is left of none is gone."""
    longest = HiddenPassage._meta.get_field("text").max_length
    for passage in HiddenPassage.objects.order_by("pk"):
        new = hidden(passage.text)[:longest]
        if new == passage.text:
            continue
        passage.delete()
        if new != HIDDEN:
            HiddenPassage.objects.get_or_create(minutes_id=passage.minutes_id, text=new)


def _rewritten(model: type[Model], hidden: Replacing) -> Iterator[tuple[Any, Values]]:
    """(primary key, new values) of the rows that hold what is to be hidden."""
    fields = [field for field in model._meta.concrete_fields if _holds_words(field)]
    if not fields:
        return
    names = [field.attname for field in fields]
    rows = model._base_manager.order_by("pk").values_list("pk", *names)
    for key, *given in rows.iterator():
        new = [_in_value(value, hidden) for value in given]
        if new != given:
            yield key, _fitting(fields, new)


def _fitting(fields: Iterable[Any], values: Iterable[Any]) -> Values:
    """What stands instead of a short name may be longer than the column."""
    pairs = zip(fields, values, strict=True)
    return {
        field.attname: value[: field.max_length] if isinstance(value, str) else value
        for field, value in pairs
    }


def _holds_words(field: Any) -> bool:
    is_text = isinstance(field, CharField | TextField | JSONField)
    return is_text and not field.choices and not field.primary_key and not field.unique


def _in_value(value: Any, hidden: Replacing) -> Any:
    """The same with every text in it rewritten, whatever it is made of."""
    if isinstance(value, str):
        return hidden(value)
    if isinstance(value, list):
        return [_in_value(part, hidden) for part in value]
    if isinstance(value, dict):
        return {name: _in_value(part, hidden) for name, part in value.items()}
    return value


def _log(person: Person, reason: str, by: User | None) -> None:
    if by is None:
        return
    with languages.own():
        said = _("Personal data were erased: %(reason)s") % {"reason": reason}
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(Person),
        object_id=str(person.pk),
        object_repr=str(Person.objects.get(pk=person.pk)),
        action_flag=CHANGE,
        change_message=said,
    )


def _renew_what_is_shown() -> None:
    """Pages are made anew, and packets for the council, which hold minutes."""
    PlanningRevision.raise_it()
    for plan in Plan.objects.order_by("pk").values_list("pk", flat=True):
        PageRevision.erase_for(plan)
    for job in Job.objects.filter(kind=Job.Kind.PACKET).exclude(file="").order_by("pk"):
        Path(job.file.path).unlink(missing_ok=True)
        edition, kind, variant = jobs.edition_of(job), job.kind, job.variant
        if job.state == Job.State.DONE:
            job.delete()
        else:
            Job.objects.filter(pk=job.pk).update(file="")
        jobs.order(kind, edition, variant)
