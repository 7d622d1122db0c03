"""News in the administration: written, published, taken back."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kpss.models import News, NewsSubscription, PlanningRevision
from strategy.editing import version_of
from tests.kpss.factories import make_body
from tests.kpss.papers import make_news
from tests.strategy.cast import client_of

LIST = reverse("admin:kpss_news_changelist")
ADD = reverse("admin:kpss_news_add")
TYPED = {
    "title": "Konference o komunitním plánování",
    "slug": "",
    "text": "Sejdeme se v dubnu.",
    "happened": "14. 4. 2016",
    "source": "",
    "body": "",
    "version": "",
}
DEEDS = ["publish", "withdraw"]


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of("coordinator")


def written(**fields: object) -> News:
    return make_news(**({"published_at": None} | fields))


def address(name: str, piece: News) -> str:
    return reverse(f"admin:kpss_news_{name}", args=[piece.pk])


def revision() -> int:
    return PlanningRevision.objects.values_list("number", flat=True).first() or 0


def test_what_is_written_is_not_public_yet_and_gets_an_address(coordinator: Client) -> None:
    for _time in range(2):
        assert coordinator.post(ADD, TYPED).status_code == 302
    found = News.objects.order_by("pk").values_list("slug", "happened", "published_at")
    assert list(found) == [
        ("konference-o-komunitnim-planovani", "2016-04-14", None),
        ("konference-o-komunitnim-planovani-2", "2016-04-14", None),
    ]


@pytest.mark.parametrize("slug", ["odber", "obsazeno"])
def test_a_taken_address_is_told_at_its_field(coordinator: Client, slug: str) -> None:
    written(slug="obsazeno")
    page = coordinator.post(ADD, TYPED | {"slug": slug})
    assert list(page.context["adminform"].form.errors) == ["slug"]
    assert News.objects.count() == 1


def test_a_title_that_is_all_a_reserved_address_gets_another(coordinator: Client) -> None:
    coordinator.post(ADD, TYPED | {"title": "Odběr"})
    assert News.objects.get().slug == "odber-2"


def test_publishing_asks_and_then_does_it_once(coordinator: Client) -> None:
    piece = written()
    NewsSubscription.objects.create(email="a@example.cz", confirmed_at=timezone.now())
    page = coordinator.get(address("publish", piece))
    assert (page.status_code, page.context["subscribed"]) == (200, 1)
    assert News.objects.published().count() == 0
    before = revision()
    for _time in range(2):
        assert coordinator.post(address("publish", piece)).url == address("change", piece)
    first, *_others = piece.history.values_list("published_at", "history_user__username")
    assert first == (News.objects.get().published_at, "coordinator")
    assert (piece.history.count(), revision()) == (2, before + 1)
    assert NewsSubscription.objects.get().news_since == News.objects.get().published_at


def test_what_was_published_can_be_taken_back(coordinator: Client) -> None:
    piece = make_news()
    before = revision()
    for _time in range(2):
        assert coordinator.post(address("withdraw", piece)).status_code == 302
    assert (News.objects.published().count(), revision()) == (0, before + 1)


def test_the_address_of_what_is_published_stays(coordinator: Client) -> None:
    piece = make_news(slug="konference")
    changed = TYPED | {"slug": "jinak", "title": "Nový", "version": version_of(piece)}
    assert coordinator.post(address("change", piece), changed).status_code == 302
    piece.refresh_from_db()
    assert (piece.slug, piece.title, piece.published_at is None) == ("konference", "Nový", False)


def test_the_second_of_two_is_shown_what_the_first_wrote(coordinator: Client) -> None:
    piece = written(body=make_body())
    late = TYPED | {"title": "Pozdní", "slug": piece.slug, "version": version_of(piece)}
    coordinator.post(address("change", piece), late | {"title": "Dřívější"})
    page = coordinator.post(address("change", piece), late)
    assert page.context["adminform"].form.compared
    assert News.objects.get().title == "Dřívější"


def test_a_change_and_a_deletion_make_the_pages_stale(coordinator: Client) -> None:
    piece, seen = make_news(), [revision()]
    changed = TYPED | {"version": version_of(piece)}
    coordinator.post(address("change", piece), changed)
    seen.append(revision())
    coordinator.post(address("delete", piece), {"post": "yes"})
    seen.append(revision())
    assert (seen == sorted(set(seen)), News.objects.count()) == (True, 0)


@pytest.mark.parametrize("person", ["officer", "editor", "auditor", "nobody"])
@pytest.mark.parametrize("deed", DEEDS)
def test_others_publish_and_take_back_nothing(db: None, person: str, deed: str) -> None:
    piece = written() if deed == "publish" else make_news()
    client, before = client_of(person), piece.published_at
    for send in (client.get, client.post):
        assert send(address(deed, piece)).status_code in {302, 403}
    assert client.post(ADD, TYPED).status_code in {302, 403}
    assert News.objects.values_list("published_at", flat=True).get() == before


@pytest.mark.parametrize("deed", DEEDS)
def test_what_is_gone_is_not_found(coordinator: Client, deed: str) -> None:
    assert coordinator.post(reverse(f"admin:kpss_news_{deed}", args=[0])).status_code == 404


def test_subscriptions_are_read_and_changed_by_nobody(db: None) -> None:
    subscription = NewsSubscription.objects.create(email="a@example.cz")
    change = reverse("admin:kpss_newssubscription_change", args=[subscription.pk])
    delete = reverse("admin:kpss_newssubscription_delete", args=[subscription.pk])
    for person, status in {"auditor": 200, "coordinator": 403, "approver": 403}.items():
        assert client_of(person).get(change).status_code == status
    superuser = client_of("superuser")
    assert superuser.post(change, {"email": "b@example.cz"}).status_code == 403
    assert superuser.post(delete, {"post": "yes"}).status_code == 403
    assert NewsSubscription.objects.get().email == "a@example.cz"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(
    coordinator: Client, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        make_news(body=make_body(f"Skupina {number}"))
    coordinator.get(LIST)
    with django_assert_num_queries(8):
        coordinator.get(LIST)
