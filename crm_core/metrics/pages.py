"""What each page shows, as data: pages.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crm_core.refusal import Refused


@dataclass(frozen=True)
class PageLayout:
    """The metrics of a page.

    rows: metric ids side by side, from the top down. figures: columns of its metric of one row, as they are read;
    figures_compared: whether their change is said (figures about all data have none).
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[str, ...]
    figures_compared: bool

    @property
    def metrics(self) -> tuple[str, ...]:
        """All metric ids in reading order."""
        return tuple(metric_id for row in self.rows for metric_id in row)


@cache
def pages() -> dict[str, PageLayout]:
    """The pages whose contents are data, by name."""
    given = tomllib.loads(Path(__file__).with_name("pages.toml").read_text("utf-8"))
    return {
        name: PageLayout(
            name,
            tuple(map(tuple, page["rows"])),
            tuple(page.get("figures", ())),
            page.get("figures_compared", True),
        )
        for name, page in given.items()
    }


def page_of(name: str) -> PageLayout:
    """A page by its name. Errors: Refused unknown_page."""
    if name not in pages():
        raise Refused("unknown_page", found=name, expected=", ".join(pages()))
    return pages()[name]
