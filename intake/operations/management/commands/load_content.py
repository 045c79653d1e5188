"""manage.py load_content"""

from django.core.management.base import BaseCommand

from intake.operations.content import load_content


class Command(BaseCommand):
    help = "Loads the questionnaire, protocol, portal and crisis record that ship."

    def handle(self, **options):
        load_content(lambda line: self.stderr.write(f"  {line}"))
