from django.urls import path

from . import alerts, cases, worklist
from .admin_urls import account_patterns, admin_patterns

app_name = "staff"
urlpatterns = [
    *account_patterns,
    *admin_patterns,
    path("", worklist.worklist, name="worklist"),
    path("cases/<str:reference>/", cases.case_detail, name="case_detail"),
    path("cases/<str:reference>/decide/", cases.case_decide, name="case_decide"),
    path("cases/<str:reference>/observe/", cases.case_observe, name="case_observe"),
    path("alerts/<uuid:alert_id>/", alerts.alert_detail, name="alert_detail"),
]
