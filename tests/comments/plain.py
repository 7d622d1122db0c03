"""Comments and their answers as plain values: what the deeds should make of them, and no more.

Every word in them is a token of its own, such as “slovo12”, so that a page can be searched for
just what may stand on it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

HIDDEN = "[údaj skryt]"
NOTED = "noted"

UNCONFIRMED, EXPIRED, RECEIVED = "unconfirmed", "expired", "received"
HELD, PUBLISHED, REJECTED, WITHDRAWN = "held", "published", "rejected", "withdrawn"
UNDER_WAY = (UNCONFIRMED, RECEIVED, HELD, PUBLISHED)


@dataclass
class Answer:
    number: int
    outcome: str
    token: str
    published_at: datetime | None = None
    checked: bool = False
    satisfied: bool | None = None
    said: str = ""
    said_in_public: bool = False

    @property
    def reaction(self) -> str:
        """What the public reads of the author's words."""
        return self.said if self.said_in_public else ""

    def react(self, words: str, *, satisfied: bool) -> None:
        self.satisfied = satisfied
        if words != self.said:
            self.said, self.said_in_public = words, False

    @property
    def as_read(self) -> tuple[str, str, bool | None, str]:
        return str(self.number), self.outcome, self.satisfied, self.reaction


@dataclass
class Comment:
    number: int
    state: str
    wordings: list[tuple[str, str]]  # (code of the item, token), oldest first
    received_at: datetime
    name: str = ""
    email: bool = False
    named: bool = False
    is_none: bool = False
    version: int = 1
    refused: int = 0
    decided_at: datetime | None = None
    has_points: bool = True
    answer: Answer | None = None
    work: Answer | None = None
    # Which of the links that its author was given hold.
    links: list[bool] = field(default_factory=lambda: [True])

    @property
    def newest(self) -> int:
        return len(self.wordings)

    @property
    def shown(self) -> tuple[str, str]:
        return self.wordings[self.version - 1]

    @property
    def is_amended(self) -> bool:
        return self.newest > max(self.version, self.refused)

    @property
    def can_be_decided(self) -> bool:
        return self.state not in {WITHDRAWN, UNCONFIRMED, EXPIRED}

    @property
    def waits_to_be_shown(self) -> bool:
        return self.can_be_decided and (self.state != PUBLISHED or self.is_amended)

    @property
    def waits_for_an_answer(self) -> bool:
        return self.state == PUBLISHED and (self.work is not None or self.answer is None)

    @property
    def can_be_withdrawn(self) -> bool:
        return self.state in UNDER_WAY and (self.is_none or self.answer is None)

    def can_be_amended(self, *, is_open: bool) -> bool:
        return self.state in UNDER_WAY and not self.is_none and self.answer is None and is_open

    @property
    def work_can_be_published(self) -> bool:
        return bool(
            self.work and self.work.checked and self.state == PUBLISHED and not self.is_amended
        )

    def confirm(self) -> None:
        if self.state == UNCONFIRMED:
            self.state = RECEIVED

    def give_new_links(self) -> None:
        self.links = [*(False for _link in self.links), True]

    def amend(self, code: str, token: str) -> None:
        self.wordings.append((code, token))
        if self.state != PUBLISHED:
            self.take_over()

    def take_over(self) -> None:
        """Readers, and who settles, get the newest wording; a draft is to be checked again."""
        if self.version < self.newest and self.work:
            self.work.checked = False
        self.version = self.newest

    def publish(self, now: datetime) -> None:
        if self.is_amended:
            self.take_over()
        self.decide(PUBLISHED, now)

    def decide(self, state: str, now: datetime) -> None:
        if self.state != state:
            self.state, self.decided_at = state, now

    def publish_answer(self, now: datetime) -> None:
        assert self.work
        self.answer, self.work = self.work, None
        self.answer.published_at, self.answer.checked = now, False

    def reopen(self) -> None:
        assert self.answer
        self.work = Answer(self.answer.number + 1, self.answer.outcome, self.answer.token)

    @property
    def says_something(self) -> bool:
        return any(token != HIDDEN for _code, token in self.wordings)

    def erase(self, *, wording: bool) -> None:
        if wording or self.state == UNCONFIRMED:
            self.hide()
        if self.state == UNCONFIRMED:
            self.let_go()
        self.name, self.email, self.named = "", False, False

    def hide(self) -> None:
        self.wordings = [(code, HIDDEN) for code, _token in self.wordings]
        if self.answer and self.answer.said:
            self.answer.said = HIDDEN

    def let_go(self) -> None:
        """Nothing is left of what was never confirmed, not even what was answered by itself."""
        self.state, self.has_points, self.answer, self.work = EXPIRED, False, None, None

    def contact_is_over(self, now: datetime, kept: timedelta) -> bool:
        """Whether the contact is to go: nothing of the comment has been open for that long."""
        ends = {
            PUBLISHED: self.answer.published_at if self.answer and not self.work else None,
            REJECTED: self.decided_at,
            WITHDRAWN: self.decided_at,
        }
        over = ends.get(self.state)
        return bool(
            self.name and over and over + kept <= now and not (self.named and not self.email)
        )

    def forget_contact(self) -> None:
        self.email = False
        if not self.named:
            self.name = ""

    @property
    def tokens(self) -> set[str]:
        """What must stand on a public page of the comment."""
        words = {self.shown[1]} | ({self.answer.token} if self.answer else set())
        return {word for word in words if word.startswith("slovo")}

    @property
    def may_be_shown(self) -> set[str]:
        """What else may: the name of who agreed, and what was said of the answer."""
        reaction = {self.answer.reaction} if self.answer else set()
        return self.tokens | reaction | ({self.name} if self.named else set())


@dataclass
class Consultation:
    opens_at: datetime
    closes_at: datetime

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at


@dataclass
class Plan:
    """All of it; a number is an index into `comments` and one."""

    consultation: Consultation | None = None
    comments: list[Comment] = field(default_factory=list)

    def is_open(self, now: datetime) -> bool:
        return self.consultation is not None and self.consultation.is_open(now)

    @property
    def published(self) -> list[Comment]:
        return [comment for comment in self.comments if comment.state == PUBLISHED]

    @property
    def reactions(self) -> list[Comment]:
        """Those of whose answer something was said in words."""
        return [comment for comment in self.comments if comment.answer and comment.answer.said]
