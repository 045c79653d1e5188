"""What came of asking the links, on the editors' first page."""

from typing import Any

from wagtail.admin.ui.components import Component

from . import actions


class LinksToMend(Component):
    name = "links-to-mend"
    order = 60
    template_name = "education/parts/links_to_mend.html"

    def get_context_data(self, _parent_context: Any) -> dict[str, Any]:
        return {"check": actions.last_check()}
