"""A page taken apart, so that tests ask about elements and not about strings."""

from html.parser import HTMLParser

from django.middleware.csrf import get_token
from django.template import Context, engines

VOID = {"input", "link", "meta", "br", "img", "hr"}


class Element(dict):
    """The attributes of one element, its tag, and all the text inside it."""

    def __init__(self, tag, attributes):
        super().__init__({name: value or "" for name, value in attributes})
        self.tag = tag
        self.text = ""


class Page(HTMLParser):
    """The elements of a page, in order."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self._open = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        element = Element(tag, attrs)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag):
        assert self._open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, data):
        for element in self._open:
            element.text += data

    def all(self, tag="", **attributes):
        wanted = {
            name.rstrip("_").replace("_", "-"): attributes[name] for name in attributes
        }
        return [
            element
            for element in self.elements
            if tag in ("", element.tag)
            and all(element.get(name) == value for name, value in wanted.items())
        ]

    def one(self, tag="", **attributes):
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes}"
        return found[0]

    @property
    def ids(self):
        return [element["id"] for element in self.elements if "id" in element]


def page(template, request=None, **context):
    """A template, drawn from nothing but what the test gives, and taken apart."""
    return Page(html(engines["django"].get_template(template), request, context))


def written(source, request=None, **context):
    """The same for a few words of template, with our tags at hand."""
    template = engines["django"].from_string("{% load ui %}" + source)
    return Page(html(template, request, context))


def html(template, request, context):
    """A template drawn without what the site itself adds to every page."""
    if request is not None:
        context |= {"request": request, "csrf_token": get_token(request)}
    return template.template.render(Context(context))


def words(element):
    """The text of an element as it is read, without line breaks."""
    return " ".join(element.text.split())
