"""manage.py retention"""

from django.core.management.base import BaseCommand
from django.utils import timezone

from intake.rights import retention
from intake.rights.models import RetentionPolicy
from intake.rights.requests import record_number


class Command(BaseCommand):
    help = "Lists what would be erased by the clinic's rules, or does it at once."

    def add_arguments(self, parser):
        parser.add_argument(
            "--now", action="store_true", help="erase it, without waiting for the night"
        )

    def handle(self, **options):
        now = timezone.now()
        policy = RetentionPolicy.current(now)
        for rule in retention.Rule:
            numbers = [record_number(one) for one in retention.due(policy, rule, now)]
            days = retention.days_of(policy, rule) or "no"
            self.stdout.write(f"{rule}: {days} days, {len(numbers)} records")
            for number in numbers:
                self.stdout.write(f"  {number}")
        for name, change in sorted(policy.waiting.items()):
            days = change["days"] or "no"
            self.stdout.write(f"{name}: {days} from {change['from']} on")
        if options["now"]:
            while not retention.run(now).is_last:
                self.stderr.write("  going on")
