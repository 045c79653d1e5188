"""Pages on which a questionnaire is filled in, by the patient or by staff for one.

Each side has addresses and a :class:`~.sitting.Sitting` of its own; what happens on a
page is the same for both.
"""
