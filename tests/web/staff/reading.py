"""What a page says, as a bot or a screen reader finds it."""

from bs4 import BeautifulSoup


def parsed(response) -> BeautifulSoup:
    """The page of a reply, read once however often it is asked about."""
    if not hasattr(response, "page_read"):
        response.page_read = BeautifulSoup(response.content, "html.parser")
    return response.page_read


def one(response, selector: str):
    """The only element that a selector finds."""
    found = parsed(response).select(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def values(response, selector: str, attribute: str) -> list[str]:
    return [tag[attribute] for tag in parsed(response).select(selector)]


def text(tag) -> str:
    return " ".join(tag.get_text(" ").split())


def hidden(response) -> dict[str, str]:
    """The hidden inputs of the main form, to be sent back as they are."""
    form = one(response, "form[data-form]")
    return {
        tag["name"]: tag["value"]
        for tag in form.select("input[type=hidden]")
        if tag["name"] != "csrfmiddlewaretoken"
    }
