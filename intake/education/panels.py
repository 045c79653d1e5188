"""Fields of the portal's pages as editors find them: in the order of the page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from .claims.picker import CodesPicker, facts_to_choose, sources_to_choose

INDEX_TABS = TabbedInterface(
    [ObjectList([FieldPanel("title"), FieldPanel("intro")], heading=_("Page"))]
)

PAGE = ObjectList(
    [
        TitleFieldPanel("title", help_text=_("The reader's question.")),
        FieldPanel("summary"),
        FieldPanel("key_points"),
        FieldPanel("body"),
        FieldPanel("unknowns"),
        FieldPanel("questions"),
        FieldPanel("related"),
    ],
    heading=_("Page"),
)

EVIDENCE = ObjectList(
    [
        MultiFieldPanel(
            [HelpPanel(template="education/parts/remarks.html")],
            heading=_("What to look at again"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(template="education/parts/facts_help.html"),
                FieldPanel(
                    "claims",
                    widget=CodesPicker(facts_to_choose),
                    required_on_save=False,
                ),
            ],
            heading=_("What it says about the treatment"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(template="education/parts/sources_help.html"),
                FieldPanel("more_sources", widget=CodesPicker(sources_to_choose)),
            ],
            heading=_("Its sources"),
            classname="collapsed",
        ),
        FieldPanel("evidence_on"),
        FieldPanel("written_by"),
        FieldPanel("author_interests"),
        FieldPanel("risk"),
        MultiFieldPanel(
            [
                HelpPanel(template="education/parts/review_help.html"),
                FieldPanel("change_kind"),
                FieldPanel("change_note"),
            ],
            heading=_("What changed, and clinical review"),
        ),
    ],
    heading=_("Sources and review"),
)

PLACE = ObjectList(
    [
        FieldPanel("article_code"),
        FieldPanel("topic"),
        FieldPanel(
            "slug",
            help_text=_("The end of the address of the page."),
            required_on_save=False,
        ),
        PublishingPanel(),
    ],
    heading=_("Place and time"),
)

ARTICLE_TABS = TabbedInterface([PAGE, EVIDENCE, PLACE])
