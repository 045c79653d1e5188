"""A proposed wording beside what is open to new patients now."""

from functools import cached_property
from typing import Any

from intake.accounts.models import User
from intake.domain.questionnaire import risk
from intake.domain.questionnaire.changes import proposed
from intake.domain.questionnaire.definition import Definition
from intake.domain.questionnaire.reading import Problem
from intake.domain.questionnaire.validation import warnings
from intake.questionnaires.models import Proposal, Response, Version
from intake.questionnaires.publishing import same_wording
from intake.questionnaires.taking import SCREENING, active_version, publishing_gaps
from intake.review.publishing import unsupplied_facts
from intake.web.staff.cases.changes_shown import changes_shown

from .definition_shown import Outline
from .problems_shown import Remark, fact_remarks, gap_remarks, new_code, remarks
from .publish_forms import PublishForm


class Look:
    """What somebody sees of a proposal before deciding to publish it."""

    def __init__(self, proposal: Proposal, user: User, language: str):
        self.proposal, self.user, self.language = proposal, user, language
        self.definition: Definition = proposal.definition

    @cached_property
    def active(self) -> Version | None:
        return active_version(self.definition.code)

    @cached_property
    def same(self) -> Version | None:
        """The version that has these words already."""
        return same_wording(self.definition)

    @property
    def is_open(self) -> bool:
        """These are the words that new patients get now."""
        return self.same is not None and self.same == self.active

    @property
    def revision(self) -> str:
        """What was open when the page was read."""
        return str(self.active.pk) if self.active else "none"

    @cached_property
    def blockers(self) -> list[Remark]:
        """What must be put right elsewhere before this may be published."""
        asks = risk.safety_items(self.definition)
        missing = gap_remarks(publishing_gaps(), self.user) if asks else []
        return missing + fact_remarks(unsupplied_facts(self.definition))

    @cached_property
    def warnings(self) -> list[Remark]:
        outline = Outline(self.definition, self.language)
        found: list[Problem] = list(warnings(self.definition))
        shown = remarks(outline, found)
        is_new = self.definition.code != SCREENING and self.active is None
        return [new_code(self.definition.code), *shown] if is_new else shown

    @cached_property
    def before(self) -> Definition | None:
        """The wording to compare with: what is open, else the latest there is."""
        latest = (
            Version.objects.filter(questionnaire__code=self.definition.code)
            .order_by("-number")
            .only("pk")
        )
        version = self.active or latest.first()
        return version and version.definition

    @property
    def asked_again(self) -> list[tuple[str, str]]:
        """The safety questions that people who have begun should be asked, in words."""
        if self.before is None or self.same is not None:
            return []
        outline = Outline(self.definition, self.language)
        names = proposed(self.before, self.definition)
        return [(name, outline.name(name)) for name in names]

    def form(self, data: Any, *, signs: bool) -> PublishForm:
        return PublishForm(
            data,
            proposed=self.asked_again,
            has_warnings=bool(self.warnings),
            signs=signs,
        )

    def shown(self) -> dict[str, Any]:
        outline = Outline(self.definition, self.language)
        before = self.before
        return {
            "proposal": self.proposal,
            "definition": self.definition,
            "outline": outline.shown(),
            "active": self.active,
            "same": self.same,
            "is_open": self.is_open,
            "revision": self.revision,
            "blockers": self.blockers,
            "warnings": self.warnings,
            "changes": before and changes_shown(before, self.definition, self.language),
            "draft_count": self._drafts(),
        }

    def _drafts(self) -> int:
        """How many people are filling in a version of it now."""
        drafts = Response.objects.drafts()
        code = self.definition.code
        return drafts.filter(version__questionnaire__code=code).count()
