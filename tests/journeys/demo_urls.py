"""The addresses of a demonstration: those of the application, and the mailbox."""

from django.urls import include, path

from clinic.urls import (
    handler400,
    handler403,
    handler404,
    handler500,
)
from clinic.urls import (
    urlpatterns as of_the_application,
)

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("demo/", include("intake.demo.urls")), *of_the_application]
