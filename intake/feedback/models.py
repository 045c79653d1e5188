"""Whether pages of the portal were clear: how many said so, and what some remarked.

Neither row leads to a person: no address, no account, no time but the day.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Answer(models.TextChoices):
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class Total(models.Model):
    """How many readers of one version of an article gave one answer on one day.

    ``version`` is the number of the published revision.
    """

    article_code = models.CharField(max_length=6)
    language = models.CharField(max_length=12)
    version = models.PositiveBigIntegerField()
    answer = models.TextField(choices=Answer.choices)
    on = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article_code", "language", "version", "answer", "on"],
                name="feedback_total_once",
            )
        ]

    def __str__(self):
        return f"{self.article_code} {self.answer} {self.on}"


class Remark(models.Model):
    """What somebody wrote of one version of an article, sealed.

    It is kept apart from the answer that came with it.
    """

    article_code = models.CharField(max_length=6)
    language = models.CharField(max_length=12)
    version = models.PositiveBigIntegerField()
    on = models.DateField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"remark {self.pk} on {self.article_code}"
