"""Fields of the portal's pages as editors find them: in the order of the page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)

INDEX_TABS = TabbedInterface(
    [ObjectList([FieldPanel("title"), FieldPanel("intro")], heading=_("Page"))]
)

PAGE = ObjectList(
    [
        TitleFieldPanel("title", help_text=_("The reader's question.")),
        FieldPanel("summary"),
        FieldPanel("help_first"),
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
        FieldPanel("claims", required_on_save=False),
        FieldPanel("sources"),
        FieldPanel("evidence_on"),
        FieldPanel("written_by"),
        FieldPanel("risk"),
        MultiFieldPanel(
            [
                FieldPanel("reviewer_name"),
                FieldPanel("reviewer_role"),
                FieldPanel("reviewed_on"),
                FieldPanel("review_due_on"),
            ],
            heading=_("Clinical review"),
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
    ],
    heading=_("Place"),
)

ARTICLE_TABS = TabbedInterface([PAGE, EVIDENCE, PLACE])
