"""A response with those beneath and above it: what was said, version by version."""

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Self
from uuid import UUID

from intake.domain.answer import NOT_ASKED, Answer
from intake.domain.questionnaire.answers import ListState, Row, Rows, Sheet
from intake.domain.questionnaire.branching import Active, active
from intake.domain.questionnaire.calculated import inputs
from intake.domain.questionnaire.definition import Definition
from intake.domain.questionnaire.pages import Page
from intake.practice.models import Organisation

from .again import Again, said, taken
from .models import Response
from .person import person_of
from .sheets import only, over, read_as
from .stored import Stored, StoredPages

Follower = tuple[Response, StoredPages]


class Layer:
    """The answers of a response, on top of those of its base.

    ``followers`` are the open responses on top of an open one, each on top of the one
    before: what they ask is not asked here.
    """

    def __init__(
        self,
        response: Response,
        stored: StoredPages,
        organisation: Organisation | None = None,
        base: Self | None = None,
        followers: tuple[Follower, ...] = (),
    ):
        self.response = response
        self.stored = stored
        self.organisation = organisation or Organisation.current()
        self.base = base
        self.followers = followers
        self.definition: Definition = response.definition

    def latest(self, page: str, row: str = "") -> Stored | None:
        return self.stored.get((page, row))

    def number(self, page: str, row: str = "") -> int:
        """The version number of a page or row; 0 when it was never stored."""
        latest = self.latest(page, row)
        return latest.number if latest else 0

    def followed_by(self, new: Stored) -> Self:
        """The same response after one more version was stored."""
        stored = {**self.stored, (new.page, new.row): new}
        return type(self)(
            self.response, stored, self.organisation, self.base, self.followers
        )

    @property
    def earlier_ids(self) -> tuple[UUID, ...]:
        """The responses beneath this one, the latest first."""
        if self.base is None:
            return ()
        return (self.base.response.pk, *self.base.earlier_ids)

    @cached_property
    def alone(self) -> Self:
        """The same without what is asked above."""
        if not self.followers:
            return self
        return type(self)(self.response, self.stored, self.organisation, self.base)

    @cached_property
    def above(self) -> Self | None:
        """What asks some questions in place of this response, while both are open."""
        if not self.followers:
            return None
        (response, own), *others = self.followers
        before = taken(response, self.alone)
        stored = {**before, **own}
        return type(self)(
            response, stored, self.organisation, self.alone, tuple(others)
        )

    @property
    def stack(self) -> tuple[Self, ...]:
        """This response and those above it: they are sent together."""
        return (self, *self.above.stack) if self.above else (self,)

    @property
    def top(self) -> Self:
        """The uppermost of them, which knows of all answers."""
        return self.stack[-1]

    @cached_property
    def versions(self) -> tuple[Self, ...]:
        """All that was said, by the version that asked: one view for each.

        The first is that of the version that was begun; later ones asked some
        questions on top.
        """
        beneath = self.base.versions if self.base else ()
        if beneath and beneath[-1].response.version_id == self.response.version_id:
            beneath = beneath[:-1]
        return (*beneath, self)

    def told_in(self, link_id: str) -> Self:
        """The view of the version in whose words a question was answered last."""
        first, *later = self.versions
        return next((view for view in reversed(later) if link_id in view.told), first)

    @cached_property
    def told(self) -> frozenset[str]:
        """What was answered again, here or beneath in this version, or rests on it."""
        same = self.base and self.base.response.version_id == self.response.version_id
        told = self.told_here | self.base.told if same else self.told_here
        figures = self.definition.calculated if told else ()
        return told | {item.link_id for item in figures if inputs(item) & told}

    @cached_property
    def told_here(self) -> frozenset[str]:
        """Questions and lists that were answered again in this response."""
        if self.base is None:
            return frozenset()
        lists = {page.link_id for page in self.definition.pages if page.is_list}
        given = {
            name
            for stored in self.stored.values()
            if stored.number
            for name in ([stored.page] if stored.page in lists else stored.data)
        }
        return frozenset(filter(self._is_due, given))

    def answer_to(self, link_id: str) -> Answer:
        """The answer that counts, in the words in which it was asked."""
        return self.told_in(link_id).active.answers.get(link_id, NOT_ASKED)

    @cached_property
    def before(self) -> Sheet:
        """What the base says to the questions of this version."""
        return read_as(self.base, self.response) if self.base else Sheet()

    @cached_property
    def again(self) -> Again | None:
        """What is due where only some questions are asked; None where all are."""
        if self.base is None:
            return None
        asked = frozenset(self.response.asked)
        touched = frozenset(s.page for s in self.stored.values() if s.number)
        return Again(self.definition, asked, said(self.before), touched)

    @cached_property
    def sheet(self) -> Sheet:
        """All answers to the questions of this version, hidden ones among them.

        Those of the base count where they were not asked again.
        """
        found = self._own
        if self.again:
            found = over(self.before, only(found, self._is_due))
        if self.above:
            above = read_as(self.above, self.response)
            found = over(found, only(above, self.claimed.__contains__))
        return self._with_record(found) if self.definition.calculated else found

    def _with_record(self, sheet: Sheet) -> Sheet:
        """With what calculated items need beside answers, as of sending once sent."""
        return replace(
            sheet,
            person=person_of(self.response.patient, self.organisation),
            on=self.organisation.today(self.response.completed_at),
        )

    @cached_property
    def _own(self) -> Sheet:
        """What the pages of this response hold."""
        answers: dict[str, Answer] = {}
        saved_on: dict[str, date] = {}
        for page in self.definition.pages:
            found = self.latest(page.link_id)
            if found is None:
                continue
            if page.is_list:
                saved_on[page.link_id] = found.on
            else:
                answers |= found.answers
                saved_on |= dict.fromkeys(found.answers, found.on)
        lists = {
            page.link_id: self._rows(page)
            for page in self.definition.pages
            if page.is_list
        }
        return Sheet(answers=answers, lists=lists, saved_on=saved_on)

    def stored_rows(self, page: Page) -> tuple[Stored, ...]:
        """The rows of a list in their places, removed ones among them."""
        stored = self.stored.values()
        return tuple(row for row in stored if row.page == page.link_id and row.row)

    def _rows(self, page: Page) -> Rows:
        rows = tuple(
            Row(id=stored.row, answers=stored.answers)
            for stored in self.stored_rows(page)
            if not stored.removed
        )
        whole = self.latest(page.link_id)
        state = ListState(whole.data["state"]) if whole else ListState.OPEN
        return Rows(state=state, rows=rows)

    @cached_property
    def active(self) -> Active:
        """The answers that count, and what is shown, by the rules of this version."""
        return active(self.definition, self.sheet)

    def _is_due(self, link_id: str) -> bool:
        """Asked in this response, as far as it alone is concerned."""
        if self.again is None:
            return True
        item = self.definition.by_link_id.get(link_id)
        if item is not None and item.is_list:
            return self.again.is_page_due(self.definition.page_of(link_id))
        return self.again.is_due(link_id)

    def asks(self, link_id: str) -> bool:
        """Asked in this response, and not above it instead."""
        return link_id not in self.claimed and self._is_due(link_id)

    @cached_property
    def claimed(self) -> frozenset[str]:
        """The questions and lists that are asked above instead of here."""
        return self.above.claims | self.above.claimed if self.above else frozenset()

    @property
    def claims(self) -> frozenset[str]:
        """What nobody beneath needs to ask any more."""
        shown = self.active.shown & self.again.due if self.again else frozenset()
        return shown | set(self.response.asked)
