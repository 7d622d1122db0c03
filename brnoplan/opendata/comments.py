"""Published comments with their answers: a record for each point that is settled on its own.

Nobody is named here, whether they let their name be shown on the page or not: what is copied
elsewhere cannot be taken back. An organisation stays.
"""

from itertools import groupby

from django.utils.timezone import localdate

from brnoplan.opendata.fields import (
    Field,
    Kind,
    Record,
    address,
    code,
    day,
    flag,
    moment,
    number,
    text,
)
from brnoplan.opendata.subject import OF_PLAN, Chosen, Subject
from comments import reading
from comments.models import Comment, CommentVersion, Point, Settlement
from comments.reading import Row
from strategy.naming import absolute

KINDS = tuple(kind.value for kind in Comment.Kind)
CHANNELS = tuple(channel.value for channel in Comment.Channel)
WEIGHTS = tuple(weight.value for weight in CommentVersion.Weight)
OUTCOMES = tuple(outcome.value for outcome in Settlement.Outcome)

# A comment, and the position of a point in it.
Place = tuple[int, int]


def read(chosen: Chosen, start: int, most: int) -> list[Record]:
    """Two queries, one where there are none."""
    found = Point.objects.filter(comment__in=Comment.objects.published().values("pk"))
    if slug := chosen.get("plan"):
        found = found.filter(comment__plan__slug=slug)
    if key := chosen.get("key"):
        slug, number_of, position = key.rsplit("-", 2)
        found = found.filter(comment__plan__slug=slug, comment__number=number_of, position=position)
    in_order = found.order_by("comment__plan__slug", "comment__number", "position")
    places: list[Place] = list(in_order.values_list("comment", "position")[start : start + most])
    records = _records({comment for comment, _position in places}) if places else {}
    return [records[place] for place in places if place in records]


def _records(comments: set[int]) -> dict[Place, Record]:
    """Of all points of these comments. One query."""
    published = Comment.objects.published().filter(pk__in=comments)
    rows = reading.named(list(reading.joined(published)))
    by_comment = [list(of_one) for _pk, of_one in groupby(rows, lambda row: row["pk"])]
    return {
        (row["pk"], row["position"]): _record(row, several=len(of_one) > 1)
        for of_one in by_comment
        for row in of_one
    }


def _record(row: Row, *, several: bool) -> Record:
    page = absolute(f"/{row['slug']}/pripominky/{row['number']}/")
    day_only = row["day_only"]
    return {
        "iri": f"{page}#bod-{row['position']}",
        "key": f"{row['slug']}-{row['number']}-{row['position']}",
        "address": page,
        "plan": row["slug"],
        "edition": row["edition_number"],
        "number": reading.point_label(row["number"], row["position"], of_several=several),
        "item": row["item_code"] or row["item_text"],
        "item_address": absolute(reading.item_url(row, "item_")),
        "kind": row["kind"],
        "weight": row["weight"],
        "channel": row["channel"],
        "commenter": reading.signature(row["number"], "", row["organisation"]),
        "organisation": row["organisation"],
        "received_on": localdate(row["received_at"]),
        "received_at": None if day_only else row["received_at"],
        "text": row["text"],
        "point": "" if row["point_text"] == row["text"] else row["point_text"],
        "proposal": row["proposal"],
        "rationale": row["rationale"],
    } | _settled(row)


def _settled(row: Row) -> Record:
    """What came of a point; nothing is known of it before that is published."""
    answer = reading.answer_in(row)
    if answer is None:
        return {"is_settled": False} | dict.fromkeys(_OF_ANSWER)
    return {
        "is_settled": True,
        "outcome": answer.code,
        "outcome_text": answer.outcome,
        "reasoning": answer.reasoning,
        "settled_by": answer.settled_by,
        "settled_at": row["answered_at"],
        "settled_with": answer.together,
        "changed": answer.changed_code,
        "changed_address": absolute(answer.changed_url) if answer.changed_url else None,
        "is_satisfied": answer.satisfied,
        "reaction": answer.reaction,
    }


_OF_ANSWER = (
    *("outcome", "outcome_text", "reasoning", "settled_by", "settled_at", "settled_with"),
    *("changed", "changed_address", "is_satisfied", "reaction"),
)

SUBJECT = Subject(
    name="pripominky",
    term="Připomínka",
    title="Připomínky ke strategickým plánům a jejich vypořádání",
    about="Zveřejněné připomínky po bodech a odpovědi na ně. Osoby v nich nejsou jmenovány.",
    fields=(
        code("plan", "plán", "Klíč plánu.", required=True),
        number("edition", "číslo_znění", "Číslo znění, ze kterého záznam je.", required=True),
        code("number", "číslo_připomínky", "Číslo připomínky, u bodu 12/2.", required=True),
        text("item", "místo_v_textu", "Kód nebo znění položky, o které mluví.", required=True),
        address("item_address", "url_místa", "Stránka této položky.", required=True),
        code("kind", "druh_připomínky", "Druh připomínky.", *KINDS, required=True),
        code("weight", "závažnost", "Závažnost, jak ji uvedlo přizvané místo.", *WEIGHTS),
        code("channel", "způsob_podání", "Jak připomínka přišla.", *CHANNELS, required=True),
        text("commenter", "připomínkující", "Označení bez jména osoby.", required=True),
        text("organisation", "organizace", "Za koho připomínkující mluví."),
        day("received_on", "přijato_dne", "Den přijetí.", required=True),
        moment("received_at", "přijato", "Okamžik přijetí, je-li znám."),
        text("text", "text_připomínky", "Připomínka slovy připomínkujícího.", required=True),
        text("point", "bod", "Bod, o který jde, je-li jen částí připomínky."),
        text("proposal", "navrhované_znění", "Jaké znění připomínkující navrhuje."),
        text("rationale", "odůvodnění", "Proč to navrhuje."),
        flag("is_settled", "je_vypořádáno", "Zda je zveřejněna odpověď."),
        code("outcome", "způsob_vypořádání", "Jak byl bod vypořádán.", *OUTCOMES),
        text("outcome_text", "způsob_vypořádání_slovy", "Totéž slovy."),
        text("reasoning", "zdůvodnění", "Proč byl bod vypořádán právě takto."),
        text("settled_by", "vypořádal", "Odbor nebo skupina, která odpověděla."),
        moment("settled_at", "vypořádáno", "Kdy byla odpověď zveřejněna."),
        code("settled_with", "vypořádáno_s", "Číslo bodu, se kterým má společnou odpověď."),
        text("changed", "změněné_místo", "Položka, kterou připomínka změnila."),
        address("changed_address", "url_změněného_místa", "Stránka této položky."),
        Field("is_satisfied", "souhlasí", Kind.FLAG, "Zda připomínkující s odpovědí souhlasí."),
        text("reaction", "vyjádření", "Co připomínkující k odpovědi říká."),
    ),
    read=read,
    words=("připomínky", "vypořádání", "účast veřejnosti", "Brno"),
    key_pattern=r"[-a-zA-Z0-9_]{1,50}-[0-9]{1,9}-[0-9]{1,4}",
    key_about="Klíč plánu, číslo připomínky a pořadí bodu, například brno-2050-12-1.",
    narrowings=(OF_PLAN,),
    frequency="CONT",
)
