"""Whose records are within somebody's reach: the one rule that every model asks."""

from django.db.models import Q

from .models import User


def in_reach(user: User, patient: str = "") -> Q:
    """Records at this person's sites, and the one that an emergency opened to them.

    Args:
        user: somebody whose role may see patients at all; the caller has asked.
        patient: how the model calls its patient; empty for the patient itself.
    """
    path = f"{patient}__" if patient else ""
    rule = Q(**{f"{path}site__in": user.sites.all()})
    if opened := user.in_emergency():
        rule |= Q(**{f"{path}pk": opened})
    return rule
