"""The rest of the course: what is answered, what authors say of it, and who is erased."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from comments import amending, publication, reacting, settlement
from comments.models import Settlement
from comments.privacy import erasing, expiring
from tests.comments import plain
from tests.comments.course import ANY, CONTACT_DAYS, OUTCOMES, Course, some, which


class AnsweredCourse(Course):
    # Answers

    @precondition(lambda self: self.plain.comments)
    @rule(index=which, outcome=st.sampled_from(OUTCOMES))
    def draft(self, index: int, outcome: str) -> None:
        (modelled, comment), token = (
            self.pick(index, lambda it: it.state == plain.PUBLISHED and (it.work or not it.answer)),
            self.word(),
        )
        if not modelled.has_points:
            return
        allowed = modelled.work is not None or modelled.answer is None
        if self.do(
            lambda: settlement.draft(self.point(comment), outcome=outcome, reasoning=token),
            allowed=allowed,
        ):
            number = modelled.work.number if modelled.work else 1
            modelled.work = plain.Answer(number, outcome, token)

    @precondition(lambda self: any(comment.work for comment in self.plain.comments))
    @rule(index=which)
    def check(self, index: int) -> None:
        drafted = [comment for comment in self.plain.comments if comment.work]
        modelled = drafted[index % len(drafted)]
        self.do(lambda: settlement.check(self.in_work(self.row_of(modelled))), allowed=True)
        modelled.work.checked = True

    @precondition(lambda self: any(comment.work for comment in self.plain.comments))
    @rule(all_of_them=some, index=which)
    def publish_answers(self, all_of_them: bool, index: int) -> None:
        """One, or all at once; one that cannot be published keeps all the others back."""
        drafted = [comment for comment in self.plain.comments if comment.work]
        ready = [comment for comment in drafted if comment.work_can_be_published]
        some_of_them = ready if ready and index < ANY else drafted
        chosen = drafted if all_of_them else [some_of_them[index % len(some_of_them)]]
        rows = [self.in_work(self.row_of(modelled)) for modelled in chosen]
        allowed = all(modelled.work_can_be_published for modelled in chosen)
        if self.do(lambda: settlement.publish(rows, by="Koordinátorka"), allowed=allowed):
            for modelled in chosen:
                modelled.publish_answer(self.now)

    @precondition(lambda self: any(not comment.answer for comment in self.plain.published))
    @rule(index=which)
    def answer(self, index: int) -> None:
        """All the way, so that courses get there that would seldom do so step by step."""
        waiting = [comment for comment in self.plain.published if not comment.answer]
        modelled, token = waiting[index % len(waiting)], self.word()
        comment = self.row_of(modelled)
        publication.publish(comment)
        modelled.publish(self.now)
        draft = settlement.draft(self.point(comment), outcome="explained", reasoning=token)
        self.do(lambda: settlement.publish([settlement.check(draft)], by=""), allowed=True)
        modelled.work = plain.Answer(1, "explained", token)
        modelled.publish_answer(self.now)

    @precondition(lambda self: self.plain.comments)
    @rule(index=which)
    def reopen(self, index: int) -> None:
        modelled, comment = self.pick(index, lambda it: it.answer and not it.work)
        if not modelled.has_points:
            return
        allowed = modelled.work is None and modelled.answer is not None
        if self.do(lambda: settlement.reopen(self.point(comment), "Přibylo."), allowed=allowed):
            modelled.reopen()

    @precondition(lambda self: any(comment.answer for comment in self.plain.comments))
    @rule(index=which, satisfied=some, public=st.sampled_from([None, True, False]))
    def react(self, index: int, satisfied: bool, public: bool | None) -> None:
        """What is said waits for a check, or, so that courses get there, is decided on."""
        answered = [comment for comment in self.plain.comments if comment.answer]
        modelled = answered[index % len(answered)]
        answers = Settlement.objects.published()
        answer = answers.get(point__comment__number=modelled.number)
        token = self.word()
        if self.do(
            lambda: amending.react(answer, satisfied=satisfied, words=token),
            allowed=modelled.state == plain.PUBLISHED,
        ):
            modelled.answer.react(token, satisfied=satisfied)
            if public is not None:
                self.decide_on_words(modelled, public=public)

    @precondition(lambda self: self.plain.reactions)
    @rule(index=which, public=some)
    def check_words(self, index: int, public: bool) -> None:
        said = self.plain.reactions
        self.decide_on_words(said[index % len(said)], public=public)

    def decide_on_words(self, modelled: plain.Comment, *, public: bool) -> None:
        published = Settlement.objects.published()
        reaction = published.get(point__comment__number=modelled.number).reaction
        deed = reacting.publish_words if public else reacting.hide_words
        self.do(lambda: deed(reaction), allowed=True)
        modelled.answer.said_in_public = public

    # Personal data

    @precondition(lambda self: self.plain.comments)
    @rule(index=which, wording=some)
    def erase(self, index: int, wording: bool) -> None:
        modelled, comment = self.pick(index, lambda it: it.name)
        allowed = bool(modelled.name) or (wording and modelled.says_something)
        if self.do(
            lambda: erasing.erase(comment, "Žádost.", None, wording=wording), allowed=allowed
        ):
            modelled.erase(wording=wording)

    @rule()
    def expire(self) -> None:
        while expiring.expire_unconfirmed() or expiring.expire_contacts():
            self.looked = False
        for comment in self.plain.comments:
            is_late = comment.received_at + timedelta(days=7) <= self.now
            if comment.state == plain.UNCONFIRMED and is_late:
                comment.erase(wording=True)
            if comment.contact_is_over(self.now, timedelta(days=CONTACT_DAYS)):
                comment.forget_contact()
