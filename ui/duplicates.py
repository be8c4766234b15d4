"""Duplicate customers: search, look at each proposal masked, accept or refuse, apply all decisions as one version."""

import time
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import streamlit as st

from crm_core.lake import NotInStore
from crm_core.lake.merges import Decision, decide
from crm_core.metrics.answer import AnswerColumn
from crm_core.quality.duplicates import Group, Proposals
from crm_core.quality.preview import group_members
from crm_core.quality.search import kept_path, kept_proposals, search
from crm_core.text import t
from ui import jobs
from ui.link import SELECTION_KEYS, put
from ui.look import card_title
from ui.store import workspace
from ui.table import list_texts, table
from ui.view import View
from ui.who import reader_name
from ui.words import line

AT_ONCE = 10
BOUNDS = (100, 98, 95, 92)
_JOB, _SAYS, _CHOICES, _FROM = "duplicates_job", "duplicates_says", "duplicates_choices", "duplicates_from"
_SHOWN = (
    AnswerColumn("customer_id", "text"), AnswerColumn("customer_name", "name"), AnswerColumn("region", "text"),
    AnswerColumn("city", "text"), AnswerColumn("order_count", "count"), AnswerColumn("revenue", "money"),
    AnswerColumn("last_order_on", "date"),
)  # fmt: skip


def duplicates(page: View) -> None:
    """The card of proposals of the newest version."""
    with st.container(key="card_duplicates"):
        card_title(t("trust.duplicates.title", page.lang))
        line(t("trust.duplicates.note", page.lang))
        if _JOB in st.session_state:
            _watch(page)
        if says := st.session_state.pop(_SAYS, None):
            line(says, "zk-warning")
        if page.reader.version != page.newest:
            line(t("trust.duplicates.only_newest", page.lang, newest=page.newest), "zk-notice")
            return
        found = _kept(workspace().folder, page.newest)
        if found is None:
            st.button(
                t("trust.duplicates.search", page.lang), key="duplicates_search", type="primary",
                icon=":material/person_search:", on_click=_start, args=(partial(_searched, page.newest),),
            )  # fmt: skip
            return
        _proposals(page, found)


def _kept(folder: Path, version: int) -> Proposals | None:
    path = kept_path(folder, version)
    return _read(folder, version, path.stat().st_mtime_ns) if path.exists() else None


@lru_cache(maxsize=2)
def _read(folder: Path, version: int, _written: int) -> Proposals | None:
    return kept_proposals(folder, version)


def _choices(page: View) -> dict[tuple[str, ...], str]:
    """What the reader decided about groups of this version and did not apply yet."""
    state = st.session_state.setdefault(_CHOICES, (page.newest, {}))
    if state[0] != page.newest:
        state = st.session_state[_CHOICES] = (page.newest, {})
    return state[1]


def _proposals(page: View, found: Proposals) -> None:
    lang = page.lang
    customers = sum(len(group.customer_ids) for group in found.groups)
    line(
        t("trust.duplicates.found", lang, compared=f"{found.compared:,}", groups=f"{len(found.groups):,}",
          customers=f"{customers:,}"), "zk-members-title",
    )  # fmt: skip
    if found.common:
        with st.expander(t("trust.duplicates.common", lang, count=len(found.common))):
            line(t("trust.duplicates.common_note", lang))
            heads = [
                (t(f"trust.columns.{name}", lang), kind) for name, kind in (("key", "text"), ("customers", "count"))
            ]
            rows = [[t(f"trust.key.{c.kind}", lang, shared=c.key), f"{c.customers:,}"] for c in found.common]
            table(heads, rows[:50], t("trust.duplicates.common", lang, count=len(found.common)))
    if not found.groups:
        return
    choices = _choices(page)
    _accept_above(page, found, choices)
    start = min(st.session_state.get(_FROM, 0), len(found.groups) - 1)
    shown = found.groups[start : start + AT_ONCE]
    members = group_members(page.reader, shown)
    for place, group in enumerate(shown, start):
        _group(page, group, place, members[group.kept_id], choices)
    _turn(page, start, len(found.groups))
    _apply_button(page, found, choices)


def _accept_above(page: View, found: Proposals, choices: dict[tuple[str, ...], str]) -> None:
    """All groups that are sure enough, with one click."""
    with st.container(key="duplicates_above", horizontal=True, vertical_alignment="bottom"):
        bound = st.selectbox(
            t("trust.duplicates.above", page.lang), BOUNDS, key="duplicates_bound", width=220, filter_mode=None,
            format_func=lambda score: t("trust.duplicates.bound", page.lang, score=score,
                                        count=f"{sum(g.score >= score for g in found.groups):,}"),
        )  # fmt: skip
        chosen = [group for group in found.groups if group.score >= bound]
        st.button(
            t("trust.duplicates.accept_above", page.lang, count=f"{len(chosen):,}"), key="duplicates_accept",
            disabled=not chosen, on_click=_accept, args=(choices, chosen),
        )  # fmt: skip
        if choices:
            label = t("trust.duplicates.forget", page.lang)
            st.button(label, key="duplicates_forget", type="tertiary", on_click=choices.clear)


def _accept(choices: dict[tuple[str, ...], str], groups: list[Group]) -> None:
    """Choose merge for groups; what was decided before stays."""
    for group in groups:
        choices.setdefault(group.customer_ids, "merge")


def _group(page: View, group: Group, place: int, rows: Any, choices: dict[tuple[str, ...], str]) -> None:
    lang = page.lang
    with st.container(key=f"duplicate_{place}"):
        reasons = t("ui.bar.list", lang).join(t(f"trust.reason.{reason}", lang) for reason in group.reasons)
        says = t("trust.duplicates.group", lang, number=place + 1, reasons=reasons, score=f"{group.score:g}")
        key = f"decide_{page.newest}_{place}"
        with st.container(key=f"duplicate_head_{place}", horizontal=True, vertical_alignment="center"):
            line(says)
            st.session_state[key] = choices.get(group.customer_ids, "open")
            st.segmented_control(
                says, ("open", "merge", "refuse"), key=key, required=True, label_visibility="collapsed",
                format_func=lambda code: t(f"trust.decision.{code}", lang),
                on_change=_chosen, args=(choices, group.customer_ids, key),
            )  # fmt: skip
        heads = [(page.word_of(None, c.name, c.name), c.kind) for c in _SHOWN[:2]]
        heads += [(t("trust.columns.region", lang), "text"), (t("trust.columns.city", lang), "text")]
        heads += [(page.word_of(None, c.name, c.name), c.kind) for c in _SHOWN[4:]]
        heads.append((t("trust.columns.role", lang), "code"))
        texts = list_texts(_SHOWN, rows[[c.name for c in _SHOWN]].itertuples(index=False), lang)
        roles = [t("trust.duplicates.kept", lang) if kept else "" for kept in rows["is_kept"]]
        table(heads, [[*text, role] for text, role in zip(texts, roles, strict=True)], says)


def _chosen(choices: dict[tuple[str, ...], str], customer_ids: tuple[str, ...], key: str) -> None:
    choices.pop(customer_ids, None)
    if st.session_state[key] in ("merge", "refuse"):
        choices[customer_ids] = st.session_state[key]


def _turn(page: View, start: int, count: int) -> None:
    """Back and forth between the groups."""
    if count <= AT_ONCE:
        return
    with st.container(key="duplicates_turn", horizontal=True, vertical_alignment="center"):
        line(
            t(
                "trust.duplicates.shown",
                page.lang,
                first=start + 1,
                last=min(start + AT_ONCE, count),
                count=f"{count:,}",
            )
        )
        for name, to in (("back", start - AT_ONCE), ("next", start + AT_ONCE)):
            st.button(
                t(f"trust.duplicates.{name}", page.lang), key=f"duplicates_{name}", disabled=not 0 <= to < count,
                on_click=partial(st.session_state.__setitem__, _FROM, to),
            )  # fmt: skip


def _apply_button(page: View, found: Proposals, choices: dict[tuple[str, ...], str]) -> None:
    by_ids = {group.customer_ids: group for group in found.groups}
    decisions = [Decision(ids, by_ids[ids].kept_id, what == "merge") for ids, what in choices.items() if ids in by_ids]
    merged = sum(decision.is_merge for decision in decisions)
    label = t("trust.duplicates.apply", page.lang, merged=f"{merged:,}", refused=f"{len(decisions) - merged:,}")
    st.button(
        label, key="duplicates_apply", type="primary", disabled=not decisions, on_click=_start,
        args=(partial(_applied, tuple(decisions), reader_name() or "page"),),
    )  # fmt: skip
    line(t("trust.duplicates.apply_note", page.lang))


def _start(work: Any) -> None:
    st.session_state[_JOB] = jobs.start(work)


def _searched(version: int, _job: jobs.Job) -> None:
    search(workspace().folder, version)


def _applied(decisions: tuple[Decision, ...], by: str, job: jobs.Job) -> None:
    decide(workspace(), decisions, by=by, progress=job.progress)


def _watch(page: View) -> None:
    """Wait for the work under way, then draw the page anew."""
    job: jobs.Job = st.session_state[_JOB]
    with st.spinner(t("trust.duplicates.working", page.lang)):
        while not job.is_done:
            time.sleep(0.25)
    del st.session_state[_JOB]
    try:
        job.result()
    except (NotInStore, OSError, RuntimeError, ValueError) as problem:
        st.session_state[_SAYS] = t("trust.duplicates.failed", page.lang, problem=problem)
    if workspace().latest() != page.newest:
        put(**dict.fromkeys(SELECTION_KEYS))
        st.session_state.pop(_FROM, None)
    st.rerun()


def start_job(work: Any) -> None:
    """Let the card wait for other work on the store, such as taking decisions back."""
    _start(work)
