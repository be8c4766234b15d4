"""A cell of an answer as a link names it: metric id, then column=value, parted by |."""

from urllib.parse import quote, unquote

Cell = tuple[tuple[str, str], ...]


def cell_text(metric_id: str, cell: Cell) -> str:
    """The cell in a link, for example value.tiers|tier=vip."""
    return "|".join([metric_id, *(f"{column}={quote(value, safe='')}" for column, value in cell)])


def cell_of(text: str) -> tuple[str, Cell] | None:
    """The metric and cell that a link names, or None where the text is not of this form."""
    metric_id, *parts = text.split("|")
    pairs = [part.partition("=") for part in parts]
    if not metric_id or not pairs or any(not column or not equals for column, equals, _ in pairs):
        return None
    return metric_id, tuple((column, unquote(value)) for column, _, value in pairs)
