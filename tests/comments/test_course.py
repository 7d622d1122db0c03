"""Consultation and comments taken through any course there is, against a plain model of them.

After every step: states, versions and contacts, the counts beside the items, the numbers, and what
the public can read, down to the words on the items' pages.
"""

import re

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from brnoplan import pagestore
from comments import limits, reading
from comments.models import Comment, Contact, Settlement
from strategy.models import Item, ItemTally, PageRevision
from tests.comments.answered_course import AnsweredCourse
from tests.comments.course import CODES, CONTACT_DAYS


class Proven(AnsweredCourse):
    @invariant()
    def every_row_is_as_modelled(self) -> None:
        rows = Comment.objects.order_by("number").values_list(
            "number",
            "state",
            "version",
            "newest_version",
            "refused_version",
            "contact__name",
            "name_public",
        )
        assert list(rows) == [
            (it.number, it.state, it.version, it.newest, it.refused, it.name or None, it.named)
            for it in self.plain.comments
        ]
        with_email = Contact.objects.exclude(email="").values_list("comment__number", flat=True)
        assert set(with_email) == {it.number for it in self.plain.comments if it.email}

    @invariant()
    def every_answer_is_as_modelled(self) -> None:
        rows = Settlement.objects.exclude(state=Settlement.State.REPLACED)
        found = rows.values_list("point__comment__number", "number", "state", "outcome")
        expected = [
            (it.number, answer.number, state, answer.outcome)
            for it in self.plain.comments
            for answer, state in (
                (it.answer, "published"),
                (it.work, "checked" if it.work and it.work.checked else "draft"),
            )
            if answer
        ]
        assert sorted(found) == sorted(expected)

    @invariant()
    def items_count_what_is_published_about_them(self) -> None:
        if not self.plain.comments:
            return
        for item in Item.objects.filter(code__in=CODES):
            counted = ItemTally.objects.filter(item=item).values_list("comments", flat=True).first()
            expected = sum(it.shown[0] == item.code for it in self.plain.published)
            assert (counted or 0) == expected

    @invariant()
    def the_public_reads_just_what_is_published(self) -> None:
        found = [
            (
                comment.number,
                comment.author,
                comment.parts[0].item_code,
                comment.parts[0].text,
                [(it.number, it.code, it.satisfied, it.reaction) for it in comment.answers],
            )
            for comment in reading.of_comments(Comment.objects.all())
        ]
        assert found == [
            (
                str(it.number),
                it.name if it.named and it.name else reading.public_label(it.number),
                *it.shown,
                [
                    (
                        str(it.answer.number),
                        it.answer.outcome,
                        it.answer.satisfied,
                        it.answer.reaction,
                    )
                ]
                if it.answer
                else [],
            )
            for it in self.plain.published
        ]

    @invariant()
    def only_the_newest_link_opens_ones_own_comment(self) -> None:
        if self.looked:
            return
        for comment in self.plain.comments:
            pages = self.own_pages[comment.number]
            found = [self.client.get(page).status_code == 200 for page in pages]
            assert found == comment.links

    @invariant()
    def no_page_says_more_and_none_is_stale(self) -> None:
        if self.looked:
            return
        for code, item in getattr(self, "items", {}).items():
            pagestore.store.clear()
            page = self.client.get(item.get_absolute_url()).content.decode()
            shown = [it for it in self.plain.published if it.shown[0] == code]
            words = set(re.findall(r"slovo\d+|Jmeno\d+x", page))
            assert set().union(*(it.tokens for it in shown)) <= words
            assert words <= set().union(*(it.may_be_shown for it in shown))
            self.see_that_it_was_made_stale(code, page)
        self.looked = True

    def see_that_it_was_made_stale(self, code: str, page: str) -> None:
        """A page that reads otherwise than a step before has a newer revision."""
        revision = PageRevision.objects.values_list("number", flat=True).get()
        before, content = self.pages.get(code, (revision, page))
        assert content == page or revision > before
        self.pages[code] = (revision, page)


def test_any_course_of_consultation_and_comments_goes_as_modelled(
    db: None, settings_of_contacts: None
) -> None:
    run_state_machine_as_test(
        Proven,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def settings_of_contacts(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CONTACT_DAYS = CONTACT_DAYS
    # As often as it comes to it; how often is let through has tests of its own.
    monkeypatch.setattr(limits, "LETTERS", limits.LETTERS._replace(most=1000))
