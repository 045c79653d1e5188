"""A form with every kind of input, and a crisis record, for the tests of the parts.

The numbers are not those of any real line, so that a page that shows a real one can
only have it written in its template.
"""

from django import forms

from intake.practice.crisis_texts import Texts
from intake.web.ui.question_widgets import (
    NumberWidget,
    OpenChoiceWidget,
    PartialDateWidget,
    QuantityWidget,
)

CRISIS = {
    "lang": "en",
    "languages": ["en"],
    "query": "",
    "say": Texts({}, {"line": "5550", "text": "5550", "emergency": "5551"}),
    "line_name": "Night Line",
    "line_number": "5550",
    "line_call_uri": "tel:5550",
    "line_text_uri": "sms:5550",
    "line_text_number": "5550",
    "line_note": "It is free and open day and night.",
    "chat_name": "chat.example",
    "chat_url": "https://chat.example/",
    "emergency_number": "5551",
    "emergency_uri": "tel:5551",
    "others": [
        {
            "who": "Español",
            "how": "llame al 5550 y oprima 2.",
            "lang": "es",
            "everywhere": True,
            "links": [{"label": "Envíe AYUDA al 5550", "uri": "sms:5550"}],
        }
    ],
    "contact_promise": "A member of our team will call you today.",
}
ORGANISATION = {
    "name": "Harbor Clinic",
    "discreet_name": "Your care team",
    "phone": "555 010 0199",
    "hours": "Monday to Friday, 9 to 5",
    "leave_address": "https://weather.example/",
}
STATES = [("unsure", "Not sure"), ("declined", "Prefer not to say")]
YES_NO = [
    ("yes", "Yes"),
    ("no", "No"),
    *STATES,
]


class SampleForm(forms.Form):
    """One field of every kind."""

    yes_no = forms.ChoiceField(
        label="Has a doctor ever told you that you have high blood pressure?",
        help_text="Also count it if medicine keeps it in order now.",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer."},
    )
    several = forms.MultipleChoiceField(
        label="Which of these have you tried?",
        choices=[
            ("talk", "Talking with a therapist"),
            ("groups", "Support groups"),
            ("none", "None of these"),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )
    name = forms.CharField(
        label="What should we call you?",
        error_messages={"required": "Write a name."},
    )
    note = forms.CharField(
        label="Anything else?", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    state = forms.ChoiceField(
        label="Which state do you live in?",
        choices=[("", "Choose one"), ("CA", "California"), ("OR", "Oregon")],
        error_messages={"required": "Choose a state."},
    )
    since = forms.Field(
        label="When did it start?",
        help_text="A year alone is fine.",
        widget=PartialDateWidget,
    )
    height = forms.Field(label="How tall are you?", widget=QuantityWidget("height"))
    times = forms.Field(
        label="How many times in the past year?",
        widget=NumberWidget(whole=True),
    )
    place = forms.Field(
        label="Where did you have it?",
        widget=OpenChoiceWidget(
            choices=[
                ("clinic", "In a clinic"),
                ("home", "At home"),
                ("other", "Somewhere else"),
                ("declined", "Prefer not to say"),
            ]
        ),
    )
    agree = forms.BooleanField(
        label="I have read the privacy notice",
        error_messages={"required": "Tick the box to go on."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["yes_no"].why = "It can rise for a short time during a visit."
        self.fields["several"].exclusive = ("none",)
        for name in ("since", "height", "times"):
            self.fields[name].widget.states = STATES

    def clean(self):
        for name in ("since", "height", "times", "place"):
            self.add_error(name, "Write it, or tick a box.")
