"""Alerts, the contact that answers them and a patient's safety plan."""
