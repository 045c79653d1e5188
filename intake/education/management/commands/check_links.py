"""manage.py check_links"""

import json

from django.conf import settings
from django.core.management.base import BaseCommand

from intake.education.links import actions
from intake.education.links.asking import Asker


class Command(BaseCommand):
    help = (
        "Asks every link out of the portal whether it still leads somewhere. The "
        "worker does so once a week unless CHECK_LINKS is off."
    )

    def handle(self, **options):
        asker = Asker(site=settings.SITE_URL)
        for link in actions.check(asker.ask):
            line = {
                "url": link.url,
                "kind": link.kind,
                "status": link.status,
                "leads_to": link.leads_to,
                "why": link.why,
            }
            self.stdout.write(json.dumps(line, ensure_ascii=False))
