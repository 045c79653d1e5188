"""manage.py load_demo"""

import json
import os

from django.conf import settings
from django.core.management.base import BaseCommand

from intake.demo.clinic import load_clinic


class Command(BaseCommand):
    help = "Makes the fictional clinic of the demonstration and writes demo.json."

    def handle(self, **options):
        staff = load_clinic()
        settings.LOCAL_DIR.mkdir(parents=True, exist_ok=True)
        path = settings.LOCAL_DIR / "demo.json"
        draft = path.with_suffix(f".{os.getpid()}")
        content = {"url": settings.SITE_URL, "staff": staff}
        draft.write_text(json.dumps(content, indent=2), encoding="utf-8")
        draft.replace(path)
