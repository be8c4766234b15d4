"""What the dropped files are taken for: each to be looked at, set right, left out or taken back, then loaded."""

from collections.abc import Callable

import streamlit as st

from crm_core.ingest import sentence
from crm_core.ingest.contract import ENCODINGS, FilePlan
from crm_core.lake import HOWS, How
from crm_core.schema import tables
from crm_core.schema.exports import export_of
from crm_core.text import Lang, t
from ui.mapping import mapping
from ui.table import table
from ui.uploads import Group, Upload
from ui.words import as_label, line

_HOW = "import_existing"


def review(upload: Upload, lang: Lang, load: Callable[[Upload, How], None], clear: Callable[[], None]) -> None:
    """Each group of files with its checkbox, and the button that loads what is ticked."""
    groups = upload.groups()
    for number, group in enumerate(groups):
        if group.is_open:
            _group(upload, group, number, lang)
    for plan in (plan for group in groups if not group.is_open for plan in group.plans):
        if plan.refused is not None:
            line(t("data.import.left_out", lang, file=plan.incoming.name, text=sentence(plan.refused, lang)))
    taken = upload.taken()
    ready = bool(taken) and all(plan.refused is None for plan in taken)
    _how(upload, lang)

    def start() -> None:
        # As the choice stands at the click, which may come before the page was drawn with it.
        load(upload, st.session_state[_HOW])

    with st.container(horizontal=True, key="import_actions"):
        label = t("data.import.load", lang, count=len(taken))
        st.button(label, key="import_load", type="primary", disabled=not ready, on_click=start)
        st.button(t("data.import.cancel", lang), key="import_cancel", type="tertiary", on_click=clear)
    if not ready:
        line(t("data.import.not_ready" if taken else "data.import.nothing_taken", lang), "zk-warning")


def _how(upload: Upload, lang: Lang) -> None:
    """What becomes of the rows that are there already, with what that means."""
    chosen: How = st.segmented_control(
        t("data.import.how_title", lang), HOWS, default=upload.how, key=_HOW, required=True,
        format_func=lambda code: t(f"data.import.how_{code}", lang),
    )  # fmt: skip
    line(t(f"data.import.how_note_{chosen}", lang))


def _group(upload: Upload, group: Group, number: int, lang: Lang) -> None:
    plan, path = group.first, group.first.incoming.path
    key = f"take_{path.parent.name}_{path.name}"
    with st.container(key=f"import_group_{number}"):
        is_taken = st.checkbox(
            f"**{as_label(_title(group, lang))}**", value=bool(group.taken), key=key,
            on_change=_set_taken, args=(upload, group, key),
        )  # fmt: skip
        if plan.refused is not None:
            line(sentence(plan.refused, lang), "zk-warning" if is_taken else "")
        if not is_taken:
            return
        for issue in plan.issues:
            line(sentence(issue, lang), "zk-warning" if issue.severity == "warning" else "")
        if len(group.plans) > 1:
            _picker(upload, group, key, lang)
        if group.preview or plan.incoming.encoding:
            _encoding(upload, group, number, lang)
        if plan.header:
            with st.expander(t("data.mapping.title", lang), expanded=group.waits_for_an_answer):
                mapping(upload, group, number, lang)


def _title(group: Group, lang: Lang) -> str:
    plan, count = group.first, len(group.taken) or len(group.plans)
    name = plan.incoming.name
    if len(group.plans) > 1:
        name = t("data.import.names", lang, first=name, count=count)
    if plan.refused is not None or plan.mapping is None:
        return name
    taken_for, export = tables()[plan.mapping.table], export_of(plan.header)
    shown = taken_for.zh if lang == "zh" else taken_for.en
    if export is not None and export.table == taken_for.name:
        shown = t("data.import.export", lang, export=export.name[lang], table=shown)
    values = {"files": name, "table": shown, "rows": f"{group.row_count:,}"}
    if plan.incoming.delimiter:  # from a workbook: the encoding is ours
        return t("data.import.taken_from", lang, **values)
    return t("data.import.taken_for", lang, **values, encoding=plan.encoding)


def _set_taken(upload: Upload, group: Group, key: str) -> None:
    if st.session_state[key]:
        upload.take(group.plans)
    else:
        upload.take((), out=group.plans)


def _picker(upload: Upload, group: Group, key: str, lang: Lang) -> None:
    """Of files of one layout, those to go without."""
    files: tuple[FilePlan, ...] = group.plans

    def choose() -> None:
        out = st.session_state[f"{key}_out"]
        upload.take(files, out=[files[at] for at in out])

    st.multiselect(
        t("data.import.without", lang), range(len(files)), key=f"{key}_out", on_change=choose,
        default=[at for at, plan in enumerate(files) if plan.is_left_out],
        format_func=lambda at: files[at].incoming.name, placeholder=t("data.import.all_taken", lang),
    )  # fmt: skip


def _encoding(upload: Upload, group: Group, number: int, lang: Lang) -> None:
    """The question for the encoding, with what each would make of the file."""
    if group.preview:
        rows = [
            [_encoding_name(str(each["encoding"]), lang), " ⏎ ".join(_lines(each)), f"{each['unreadable']:,}"]
            for each in group.preview
        ]
        heads = [(t(f"data.import.{name}", lang), kind) for name, kind in _PREVIEW]
        table(heads, rows, t("data.import.preview", lang))
    names = [str(each["encoding"]) for each in group.preview] or list(ENCODINGS)
    now = group.first.incoming.encoding
    with st.form(f"encoding_{number}", border=False):
        chosen = st.selectbox(
            t("data.import.encoding", lang), names, index=names.index(now) if now in names else None,
            placeholder=t("data.import.choose", lang),
            format_func=lambda name: _encoding_name(name, lang),
        )  # fmt: skip
        if st.form_submit_button(t("data.import.read_so", lang)) and chosen:
            upload.read_as(group, chosen)
            st.rerun()


def _encoding_name(name: str, lang: Lang) -> str:
    return t(f"data.import.encodings.{name.replace('-', '_')}", lang)


_PREVIEW = (("encoding", "text"), ("lines", "text"), ("unreadable", "count"))


def _lines(preview: dict[str, object]) -> list[str]:
    found = preview["lines"]
    return [str(each) for each in found] if isinstance(found, list) else []
