"""What is still missing, each with a link to the very question that asks for it."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext as _

from intake.domain.questionnaire.branching import Missing, PageState
from intake.domain.questionnaire.items import in_language
from intake.domain.questionnaire.pages import Page
from intake.questionnaires.filled import Filled
from intake.questionnaires.rechecks import is_asked_again
from intake.web.ui.question_form import first_input

from .shown import title_of
from .sitting import Sitting

ADD = "id_add"  # the button of a list that adds a row


class Gaps:
    """What stands in the way of sending, or may delay it, in words with addresses."""

    def __init__(self, sitting: Sitting, now: Filled):
        self.sitting, self.now = sitting, now

    def needed(self) -> list[dict[str, str]]:
        """What is required and missing, and pages that wait to be saved.

        Questions that nobody has come to yet are not named one by one: that would be a
        long list of what is still to be asked, the painful among it.
        """
        numbers = self.now.definition.section_numbers
        needed: list[dict[str, str]] = []
        runs = groupby(
            self.now.pages,
            key=lambda s: (self._is_stored(s.page), numbers[s.page.link_id]),
        )
        for (is_stored, _number), run in runs:
            states = list(run)
            if is_stored:
                needed += (entry for s in states for entry in self._needed_on(s))
            else:
                needed.append(self._to_come([state.page for state in states]))
        return needed

    def _is_stored(self, page: Page) -> bool:
        stored = self.now.stored.values()
        return any(version.page == page.link_id for version in stored)

    def _to_come(self, pages: list[Page]) -> dict[str, str]:
        """Pages in a row that were not come to, by their section and the first."""
        first, language = pages[0], self.sitting.language
        words = title_of(self.now, first, language)
        section = in_language(self.now.definition.sections[first.link_id], language)
        if section and len({title_of(self.now, p, language) for p in pages}) > 1:
            words = _("{section}, from “{page}” on").format(section=section, page=words)
        return {"question": words, "url": self.sitting.page_url(first)}

    def left_empty(self) -> list[dict[str, str]]:
        """What may stay empty, although that may delay the person."""
        return [self._gap(gap) for gap in self.now.left_empty]

    def _needed_on(self, state: PageState) -> Iterable[dict[str, str]]:
        if state.missing:
            return [self._gap(gap) for gap in state.missing]
        return [] if state.is_complete else [self._unsaved(state.page)]

    def _gap(self, gap: Missing) -> dict[str, str]:
        item = self.now.definition.item(gap.link_id)
        question = in_language(item.text, self.sitting.language)
        url = self.sitting.page_url(gap.page)
        if item.is_list:
            return {"question": question, "url": f"{url}#{ADD}"}
        if gap.row:
            question = self._of_row(gap.page, gap.row, question)
            url = self.sitting.row_url(gap.page, gap.row)
        day = self.now.organisation.today()
        target = first_input(item, self.sitting.language, day)
        return {"question": question, "url": f"{url}#{target}"}

    def _of_row(self, page: Page, row: str, question: str) -> str:
        rows = [known.id for known in self.now.sheet.rows(page.link_id).rows]
        return _("{list}, entry {number}: {question}").format(
            list=title_of(self.now, page, self.sitting.language),
            number=rows.index(row) + 1,
            question=question,
        )

    def _unsaved(self, page: Page) -> dict[str, str]:
        title = title_of(self.now, page, self.sitting.language)
        if is_asked_again(self.now, page):
            title = _("{page}: please check again").format(page=title)
        row = self.now.first_unfinished_row(page) if page.is_list else ""
        url = self.sitting.row_url(page, row) if row else self.sitting.page_url(page)
        return {"question": title, "url": url}
