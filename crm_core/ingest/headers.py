"""Headers of two rows: groups above, names below, as a workbook with merged cells is saved as text."""

from collections.abc import Sequence

from crm_core.ingest.match import folded, is_known, match_count

Row = Sequence[str]
_NO_NAMES = {"", "response", "openendedresponse"}  # what survey tools write under a question without parts


def _groups(row: Row) -> list[str]:
    """Every cell's group: its own text, else that of the nearest filled cell to the left."""
    found, last = [], ""
    for cell in row:
        last = cell.strip() or last
        found.append(last)
    return found


def _is_of_groups(row: Row, below: Row) -> bool:
    filled = [bool(cell.strip()) for cell in row]
    return len(row) == len(below) and sum(filled) > 1 and not all(filled) and filled[0]


def _names(above: Row, below: Row) -> list[str]:
    """A name below its group where the two together are a known header, a lone name wherever it stands."""
    names = []
    for own, group, name in zip(above, _groups(above), below, strict=True):
        both = group + name.strip()
        is_name = folded(name) not in _NO_NAMES
        names.append(both if is_name and is_known(both) else name if is_name else own)
    return names


def _means_more(names: Row, than: Row) -> bool:
    return match_count(names) > match_count(than)


def joined(rows: Sequence[Row], at: int) -> tuple[int, Row]:
    """The place of the header's last row and its names; rows[at] was found to be the header, alone or in part.

    A row of groups counts only where the header means more with it.
    """
    for last in (at + 1, at):
        if not 0 < last < len(rows) or not _is_of_groups(rows[last - 1], rows[last]):
            continue
        names = _names(rows[last - 1], rows[last])
        if _means_more(names, rows[last]) and (last == at or _means_more(names, rows[at])):
            return last, names
    return at, rows[at]
