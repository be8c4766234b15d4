"""The way from a row of a list to the page of its customer, and back to where the reader came from."""

from urllib.parse import parse_qs, urlencode

import streamlit as st

from crm_core.customer import is_of_version
from ui.link import query
from ui.store import ROOT
from ui.view import View

PAGE = "customer"
# What belongs to the page that was left: it travels inside `back` and is put in its place again.
_OF_ONE_PAGE = ("cell", "open", "list", "customer", "back")
Place = tuple[str, dict[str, list[str]]]


def customer_address(page: View, reference: str) -> str:
    """The address of a customer's page, relative to every other page; it knows the way back.

    A reference that holds for one version only takes that version along.
    """
    now = query()
    kept = {key: values for key, values in now.items() if key not in _OF_ONE_PAGE}
    if is_of_version(reference):
        kept["v"] = [str(page.reader.version)]
    back = now.get("back") if page.name == PAGE else [f"{page.name}?{urlencode(now, doseq=True)}"]
    return f"{PAGE}?" + urlencode({"customer": [reference]} | kept | ({"back": back} if back else {}), doseq=True)


def way_back() -> Place | None:
    """The page that the reader came from and its whole address as it was; None for a link from outside."""
    name, _, state = (query().get("back") or [""])[0].partition("?")
    known = {path.stem for path in (ROOT / "pages").glob("*.py")} - {PAGE}
    return (name, parse_qs(state, keep_blank_values=True)) if name in known else None


def go_back(place: Place) -> None:
    """Leave for that page."""
    st.switch_page(ROOT / "pages" / f"{place[0]}.py", query_params=place[1])
