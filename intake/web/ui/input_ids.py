"""Where links to a field lead."""

from django.forms import BoundField


def first_input_id(field: BoundField) -> str:
    """The id of the first input of a field, where a link from the summary leads."""
    drawn = field.subwidgets[0].data if len(field.subwidgets) else {}
    own_id = drawn.get("attrs", {}).get("id") or field.auto_id
    first = drawn.get("systems", [drawn])[0]
    if first.get("parts"):
        return f"{own_id}_{first['parts'][0]['key']}"
    if first.get("subwidgets"):
        return first["subwidgets"][0]["attrs"]["id"]
    return own_id
