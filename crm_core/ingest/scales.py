"""Columns of scores: whether their values fit the scale that they must have, and what carries them over to it."""

from dataclasses import dataclass, field, replace
from typing import Any

from duckdb import DuckDBPyConnection as Connection

from crm_core.ingest.cells import Cells, is_mark, source, statement
from crm_core.ingest.contract import FilePlan, Issue, Mapping, Refused
from crm_core.ingest.match import folded
from crm_core.schema import Column, Scale, grades, tables

# What questionnaires use: a reader says which of them the numbers of a file stand on.
SCALES: tuple[Scale, ...] = (
    (1, 5), (0, 10), (1, 10), (1, 11), (0, 100), (1, 7), (0, 5), (0, 4), (1, 4), (1, 3), (0, 1), (5, 1),
)  # fmt: skip
YES_NO: Scale = (0, 1)
# One typing error among so many scores does not question the scale.
_CLEAR_MAJORITY = 20
_ENOUGH = 5  # answers, before it means something that all lie in the lower half of the scale
_WITH_WORDS = ("score", "attribute")


@dataclass(frozen=True)
class Seen:
    """The values of one column: how many cells hold each number, words with their grades, yes and no, and the rest."""

    numbers: dict[float, int]
    words: dict[str, int]
    unreadable: int = 0
    yes_no: dict[str, int] = field(default_factory=dict)
    word_count: int = 0

    @property
    def pair(self) -> list[str]:
        """The words of a column that knows no more than two answers, such as yes and no; else none."""
        if self.word_count < sum(self.numbers.values()):
            return []
        if self.yes_no:
            return [] if self.words else list(self.yes_no)
        return list(self.words) if set(self.words.values()) == {2, 4} else []


def know_words(con: Connection, columns: list[Column]) -> None:
    """Tell the engine the words of scores and attributes, where these columns need them; see values.sql."""
    if not any(column.kind in _WITH_WORDS for column in columns):
        return
    by_word, no_answer = grades()
    attributes = {
        folded(word): column.name
        for column in tables()["survey_responses"].columns.values()
        if column.is_answer
        for word in (column.name, column.zh, column.en, *column.aliases)
    }
    values = {
        "grade_words": [folded(word) for word in by_word],
        "grade_scores": list(by_word.values()),
        "no_answer_words": [folded(word) for word in no_answer],
        "attribute_words": list(attributes),
        "attribute_names": list(attributes.values()),
    }
    for line in statement("words").split(";"):
        con.execute(line, {name: value for name, value in values.items() if f"${name}" in line})


def misfits(values: dict[float, int], scale: Scale) -> bool:
    """Whether numbers as a whole stand on another scale than this; a few wrong ones among many do not say so.

    Besides too many outside: 11 where nobody gave 0 (or 12 stands there too), 0 where nobody gave 5, and at least
    five answers that all lie in the lower half, as those of 1 to 5 do on 0 to 10.
    """
    low, high = min(scale), max(scale)
    total = sum(values.values())
    outside = sum(count for number, count in values.items() if not low <= number <= high)
    return (
        outside * _CLEAR_MAJORITY > total - outside
        or (high + 1 in values and (low not in values or high + 2 in values))
        or (low - 1 in values and high not in values)
        or (total >= _ENOUGH and max(values) <= (low + high) / 2)
    )


def seen_scores(con: Connection, cells: Cells) -> dict[int, Seen]:
    """The values of every column of scores, by its place in the header; see score_values.sql."""
    found: dict[int, Seen] = {at: Seen({}, {}) for at, column in cells.typed.items() if column.kind == "score"}
    listed = ", ".join(f"{{'place': {at}, 'cell': c{at}}}" for at in found)
    for at, number, grade, yes, word, count in con.execute(
        statement("score_values", cells=listed, source=source(cells), is_mark=is_mark(cells, "cell"))
    ).fetchall():
        seen = found[at]
        if number is not None:
            seen.numbers[float(number)] = seen.numbers.get(float(number), 0) + count
        elif grade is not None:
            seen.words[word] = grade
            seen.numbers[float(grade)] = seen.numbers.get(float(grade), 0) + count
            found[at] = replace(seen, word_count=seen.word_count + count)
        elif yes is not None:
            seen.yes_no[word] = int(yes)
            found[at] = replace(seen, word_count=seen.word_count + count)
        else:
            found[at] = replace(seen, unreadable=seen.unreadable + count)
    return found


def with_scales(con: Connection, plan: FilePlan, cells: Cells) -> FilePlan:
    """The plan with what is to be said about its scores: words that became numbers, numbers carried over.

    Errors: Refused("ask_scale") where a column's values stand on another scale, and the reader has not said on which.
    """
    if plan.mapping is None or not any(column.kind == "score" for column in cells.typed.values()):
        return plan
    know_words(con, list(cells.typed.values()))
    answered, notes, asked = plan.mapping.scales, list[Issue](), list[dict[str, Any]]()
    for at, seen in seen_scores(con, cells).items():
        column, header = cells.typed[at], plan.header[at]
        said = answered.get(column.name)
        if said == YES_NO and seen.pair:
            ends = {"low": column.scale[0], "high": column.scale[1], "words": ", ".join(seen.pair)}
            notes.append(Issue("answers_mapped", {"column": header, **ends}, "note"))
        elif said not in (None, column.scale):
            notes.append(Issue("scale_mapped", {"column": header, "from": said, "scale": column.scale}, "note"))
        elif said is None and _is_open(seen, column):
            asked.append(_asked(header, column, seen))
        if seen.words and column.scale == (1, 5) and said != YES_NO:
            notes.append(Issue("grades_read", {"column": header, "grades": _by_score(seen.words)}, "note"))
    if asked:
        raise Refused("ask_scale", columns=asked)
    return replace(plan, issues=(*plan.issues, *notes))


def _is_open(seen: Seen, column: Column) -> bool:
    """Whether the values do not tell their scale: two answers only, words on a scale without words, or misfits."""
    if seen.pair or not seen.numbers:
        return bool(seen.pair)
    is_all_words = seen.word_count == sum(seen.numbers.values()) and column.scale != (1, 5)
    return is_all_words or misfits(seen.numbers, column.scale)


def _asked(header: str, column: Column, seen: Seen) -> dict[str, Any]:
    if seen.pair:
        words = {"column": header, "scale": column.scale, "words": ", ".join(seen.pair), "count": seen.word_count}
        return {"asked": "words", **words}
    low, high = min(column.scale), max(column.scale)
    outside = sum(count for number, count in seen.numbers.items() if not low <= number <= high)
    return {
        "column": header, "scale": column.scale, "low": min(seen.numbers), "high": max(seen.numbers),
        "outside": outside, "count": sum(seen.numbers.values()),
    }  # fmt: skip


def _by_score(words: dict[str, int]) -> dict[str, int]:
    return dict(sorted(words.items(), key=lambda pair: -pair[1]))


def scales_by_column(mapping: Mapping, header: tuple[str, ...], wanted: dict[str, Any]) -> dict[str, Scale]:
    """The scales that the reader names by header, by the columns that those headers are.

    Errors: Refused("bad_scale") for a header that is no score of this file, or no two different numbers.
    """
    found: dict[str, Scale] = {}
    known = tables()[mapping.table].columns
    for name, ends in wanted.items():
        column = mapping.places.get(header.index(name)) if name in header else None
        is_pair = isinstance(ends, list | tuple) and len(ends) == 2 and ends[0] != ends[1]
        if column is None or known[column].kind != "score" or not is_pair or not all(map(_is_number, ends)):
            raise Refused("bad_scale", column=name, found=str(ends))
        found[column] = (ends[0], ends[1])
    return found


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
