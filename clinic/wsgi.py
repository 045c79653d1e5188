"""Entry for web servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
application = get_wsgi_application()

from django.db import connection  # noqa: E402 - needs the apps

from intake.operations.starting import refuse_what_is_wrong  # noqa: E402 - needs the apps

refuse_what_is_wrong()
connection.close()
