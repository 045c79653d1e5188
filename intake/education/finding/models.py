"""Passages: parts of the portal that can be found by themselves.

They follow what is published: articles, and the reasons of the open questionnaire.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Passage(models.Model):
    """A part of an article; ``anchor`` is its id on the page, empty for the whole.

    Without an article it is a question with the reason why it is asked.
    ``vector`` holds stems of the page's language, ``words`` the words as written, from
    which a misspelled one is guessed.
    """

    article = models.ForeignKey(
        "education.ArticlePage",
        on_delete=models.PROTECT,
        null=True,
        related_name="passages",
    )
    language = models.CharField(max_length=12)
    anchor = models.CharField(max_length=200, blank=True)
    heading = models.TextField()
    text = models.TextField()
    vector = SearchVectorField()
    words = SearchVectorField()

    class Meta:
        app_label = "education"
        indexes = [GinIndex(fields=["vector"], name="passage_vector")]

    def __str__(self):
        return f"{self.article_id} {self.anchor}"
