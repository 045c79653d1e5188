"""manage.py bench"""

from django.core.management.base import BaseCommand

from intake.demo.bench import measured


class Command(BaseCommand):
    help = "Measures saving, evaluating and reading; leaves nothing behind."

    def handle(self, **options):
        self.stdout.write(f"{'':<44} {'median':>11} {'95th':>11}")
        for figure in measured():
            self.stdout.write(str(figure))
