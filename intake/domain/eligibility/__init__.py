"""From facts to findings: which criteria of a protocol apply to a person, and why.

The software lists findings for a clinician and never decides. Criteria, thresholds,
severities and tiers are data of a protocol; this package reads and applies them.
"""
