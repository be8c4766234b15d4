"""Files whose lines lean on the first line of their order: made complete before they are read, as exports.toml says.

What only the first line says is filled in below it, an amount of the whole order is split among its lines, what is
taken off an amount is taken off. All other lines stay as they were written.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, Decimal
from itertools import combinations
from pathlib import Path

from crm_core.ingest.cells import text_path
from crm_core.ingest.contract import FilePlan, Issue, Refused
from crm_core.ingest.match import own_headers
from crm_core.schema import shape
from crm_core.schema.exports import Export, export_of, place_of

UNREADABLE = "#"  # before an amount that cannot be split: no number, so its line is rejected and named
_CENT = Decimal("0.01")
_QUOTED = ('"', "\n", "\r")  # beside the delimiter, what makes quotes necessary
_TOTAL_CELLS = 8
Cells = list[str]


@dataclass
class Line:
    """One record: its cells and the text that they were read from; is_changed when the cells say more than the text."""

    cells: Cells
    text: str
    is_changed: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell.strip() for cell in self.cells)

    def put(self, at: int, value: str) -> None:
        """Give a cell another value."""
        self.is_changed |= self.cells[at] != value
        self.cells[at] = value


@dataclass
class Done:
    """What was done to a file, counted."""

    filled: int = 0
    shared: int = 0
    lessened: int = 0
    sums: int = 0
    sums_wrong: int = 0
    example: str = ""
    keys: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Places:
    """Where the columns of a layout stand in a header."""

    width: int
    document: int | None
    filled: tuple[int, ...]
    shared: dict[int, tuple[int, ...]]
    less: dict[int, tuple[int, ...]]
    happened: tuple[int, ...]
    sum: tuple[int, ...]
    may_add: tuple[int, ...]
    repeated: bool = field(default=False)


def _places(export: Export, header: Sequence[str]) -> Places:
    def found(words: Sequence[str]) -> tuple[int, ...]:
        return tuple(at for word in words if (at := place_of(word, header)) is not None)

    def pairs(listed: dict[str, list[str]]) -> dict[int, tuple[int, ...]]:
        return {at: found(words) for word, words in listed.items() if (at := place_of(word, header)) is not None}

    total = found(export.sum)
    return Places(
        len(header), place_of(export.document, header) if export.document else None, found(export.filled),
        pairs(export.shared), pairs(export.less), found(export.happened),
        total if len(total) == len(export.sum) else (), found(export.may_add), export.repeated,
    )  # fmt: skip


def number(text: str) -> Decimal | None:
    """An amount as programs write it: digits, a point, commas between thousands, a sign; None for anything else."""
    match = shape("plain_amount").fullmatch(text.strip())
    return Decimal(match[1].replace(",", "")) if match else None


def shares(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """An amount split in proportion to weights, to the cent (or finer, as it is written): their sum is the amount.

    What rounding leaves goes to the lines that lost most by it, the first of equals. Without any weight the first
    line has it all.
    """
    total = sum(weights)
    if not total:
        return [amount, *[Decimal(0)] * (len(weights) - 1)]
    step = min(_CENT, Decimal(1).scaleb(int(amount.as_tuple().exponent)))
    exact = [amount * weight / total for weight in weights]
    found = [share.quantize(step, ROUND_DOWN) for share in exact]
    left = int((amount - sum(found)) / step)
    sign = 1 if left > 0 else -1
    by_loss = sorted(range(len(found)), key=lambda at: (-abs(exact[at] - found[at]), at))
    for at in by_loss[: abs(left)]:
        found[at] += sign * step
    return found


def _weight(line: Line, places: tuple[int, ...]) -> Decimal | None:
    product = Decimal(1)
    for at in places:
        factor = number(line.cells[at])
        if factor is None or factor < 0:
            return None
        product *= factor
    return product


def _share(lines: list[Line], at: int, weighed_by: tuple[int, ...], repeated: bool) -> bool:
    """Split what stands in the first line, or in every line alike; whether there was something to split."""
    if len(lines) == 1:
        return False
    first, *others = [line.cells[at].strip() for line in lines]
    if not first or any(other and not (repeated and other == first) for other in others):
        return False
    if repeated and not all(others):
        return False
    amount, weights = number(first), [_weight(line, weighed_by) for line in lines]
    known = [weight for weight in weights if weight is not None]
    if amount is None or len(known) < len(weights):
        for line in lines:
            line.put(at, UNREADABLE + first.lstrip(UNREADABLE))
        return False
    for line, share in zip(lines, shares(amount, known), strict=True):
        line.put(at, f"{share:f}")
    return True


def _fill(lines: list[Line], places: tuple[int, ...]) -> int:
    count = 0
    for at in places:
        first = lines[0].cells[at]
        for line in lines[1:] if first.strip() else ():
            if not line.cells[at].strip():
                line.put(at, first)
                count += 1
    return count


def _lessen(line: Line, at: int, off: tuple[int, ...]) -> bool:
    """Take amounts off an amount; a blank takes nothing off, what is no number leaves the line unreadable."""
    if not line.cells[at].strip():
        return False
    found = [number(line.cells[each]) for each in off if line.cells[each].strip()]
    amount, known = number(line.cells[at]), [each for each in found if each is not None]
    if amount is None or len(known) < len(found):
        line.put(at, UNREADABLE + line.cells[at].lstrip(UNREADABLE))
        return False
    line.put(at, f"{amount - sum(known):f}")
    return any(known)


def _check_sum(line: Line, places: Places, done: Done) -> None:
    """Whether the order's total is the sum that the layout says, taxes added or within."""
    if not places.sum:
        return
    found = [number(line.cells[at]) for at in places.sum]
    known = [each for each in found if each is not None]
    if len(known) < len(found):
        return
    extra = [each for at in places.may_add if (each := number(line.cells[at]))]
    total, *parts = known
    ways = {sum(some, sum(parts)) for size in range(len(extra) + 1) for some in combinations(extra, size)}
    done.sums += 1
    if total not in ways:
        done.sums_wrong += 1
        done.example = done.example or line.cells[places.document or 0]


def _complete(order: list[Line], places: Places, done: Done) -> None:
    lines = [line for line in order if not line.is_blank]
    for line in lines:
        for at, off in places.less.items():
            done.lessened += _lessen(line, at, off)
        for at in places.happened:
            if line.cells[at].strip():
                line.put(at, "true")
    key = lines[0].cells[places.document].strip() if lines and places.document is not None else ""
    if not key:
        return
    _check_sum(lines[0], places, done)
    done.filled += _fill(lines, (*places.filled, *places.happened))
    if key in done.keys:  # an order that goes on elsewhere in the file: its amount was given to its first lines
        for line in lines:
            for at in places.shared:
                line.put(at, line.cells[at] and UNREADABLE + line.cells[at])
    elif places.shared:
        done.keys.add(key)
        done.shared += any([_share(lines, at, by, places.repeated) for at, by in places.shared.items()])


def _lines(path: Path, delimiter: str, skip: int) -> Iterator[Line]:
    """The records of a text, each with its text; skip of them stand above the first row.

    Errors: Refused("unsplittable") for a cell beyond all measure.
    """
    held: list[str] = []

    def texts() -> Iterator[str]:
        with path.open(encoding="utf-8", newline="") as file:
            for text in file:
                held.append(text)
                yield text

    try:
        for cells in csv.reader(texts(), delimiter=delimiter):
            yield Line([] if skip else cells, "".join(held))
            skip = max(0, skip - 1)
            held.clear()
    except csv.Error as error:
        raise Refused("unsplittable") from error


def _is_row(line: Line, width: int) -> bool:
    """Whether a record has the header's cells and is no total: that belongs to no order."""
    if len(line.cells) != width or not shape("may_be_total").search(line.text):
        return len(line.cells) == width
    return not any(shape("total").fullmatch(cell) for cell in line.cells[:_TOTAL_CELLS])


def _orders(lines: Iterator[Line], places: Places) -> Iterator[tuple[list[Line], bool]]:
    """Runs of lines of one order, and whether they are rows: a line without a number goes on with the one above."""
    order: list[Line] = []
    key = ""
    for line in lines:
        if line.is_blank and order:
            order.append(line)
            continue
        is_row = _is_row(line, places.width)
        own = line.cells[places.document].strip() if is_row and places.document is not None else ""
        if is_row and order and key and own in (key, ""):
            order.append(line)
            continue
        if order:
            yield order, True
        order, key = ([line], own) if is_row else ([], "")
        if not is_row:
            yield [line], False
    if order:
        yield order, True


def _written(line: Line, delimiter: str) -> str:
    if not line.is_changed:
        return line.text
    text, end = delimiter.join(line.cells), line.text[len(line.text.rstrip("\r\n")) :]
    if text.count(delimiter) < len(line.cells) and not any(mark in text for mark in _QUOTED):
        return text + end
    marks = (delimiter, *_QUOTED)
    quoted = (
        '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in marks) else cell for cell in line.cells
    )
    return delimiter.join(quoted) + end


def completed(plan: FilePlan, target: Path) -> FilePlan:
    """The plan of a file of a known layout, told by name, its text made complete; any other plan as it is.

    A list of rejected rows is complete already: it says so by the columns that we added to it.
    """
    export = export_of(plan.header)
    if export is None or plan.mapping is None or plan.mapping.table != export.table:
        return plan
    told = replace(plan, issues=(*plan.issues, Issue("export", {"export": export.id}, "note")))
    if not export.is_rewritten or own_headers() & set(plan.header):
        return told
    places, done = _places(export, plan.header), Done()
    with target.open("w", encoding="utf-8", newline="") as file:
        for lines, are_rows in _orders(_lines(text_path(plan), plan.delimiter, plan.skip_records), places):
            if are_rows:
                _complete(lines, places, done)
            file.writelines(_written(line, plan.delimiter) for line in lines)
    return replace(told, text_path=target, issues=(*told.issues, *_told(done, export, plan.header, places)))


def _told(done: Done, export: Export, header: Sequence[str], places: Places) -> list[Issue]:
    def names(found: Sequence[int]) -> str:
        return ", ".join(header[at] for at in found)

    notes = []
    if done.filled:
        notes.append(Issue("filled_down", {"count": done.filled, "column": names(places.filled)}, "note"))
    if done.shared:
        notes.append(Issue("shared_out", {"count": done.shared, "column": names(list(places.shared))}, "note"))
    if done.lessened:
        off = [at for each in places.less.values() for at in each]
        values = {"count": done.lessened, "column": names(list(places.less)), "off": names(off)}
        notes.append(Issue("lessened", values, "note"))
    if done.sums_wrong:
        values = {"count": done.sums_wrong, "all": done.sums, "column": export.sum[0], "example": done.example}
        notes.append(Issue("sum_differs", values, "warning"))
    return notes
