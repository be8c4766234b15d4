"""Links to versions that are no longer kept, or never were: said plainly, with what is shown and what there is."""

import shutil

import pytest

import crm_core.lake.store
from crm_core.ingest import Incoming
from crm_core.lake import Workspace


@pytest.fixture(scope="module")
def last_two_kept(tmp_path_factory):
    """Versions 3 and 4 of four."""
    folder = tmp_path_factory.mktemp("kept")
    store = Workspace(folder / "store", versions_kept=2, short_lived=True)
    for number in range(1, 5):
        file = folder / f"{number}.csv"
        file.write_text(f"order_id,customer_id,order_at,amount\n{number},A,2025-01-0{number},10\n", "utf-8")
        store.load(store.plan([Incoming(file, file.name)]))
    return store.folder


ZH = {
    "2": "链接里的版本 2 已经不再保留，现在显示的是最新的版本 4。目前保留版本 3 至 4。",
    "5": "链接里的版本 5 不存在，现在显示的是最新的版本 4。目前保留版本 3 至 4。",
    "0": "链接里的版本 0 不存在，现在显示的是最新的版本 4。目前保留版本 3 至 4。",
}
EN = {
    "1": "Version 1 of this link is not kept any more; the newest, version 4, is shown. Versions 3 to 4 are kept.",
    "999999999": (
        "Version 999999999 of this link does not exist; the newest, version 4, is shown. Versions 3 to 4 are kept."
    ),
}
CASES = [("zh", *case) for case in ZH.items()] + [("en", *case) for case in EN.items()]


@pytest.mark.parametrize(("lang", "asked", "says"), CASES)
def test_a_version_that_is_not_there_is_named_with_what_is_shown(open_page, texts, last_two_kept, lang, asked, says):
    page = open_page("overview", lang, folder=last_two_kept, v=asked)
    assert not page.exception
    assert says in texts(page)


def test_a_version_that_is_kept_is_shown_without_a_word_of_it(open_page, texts, last_two_kept):
    shown = texts(open_page("overview", "zh", folder=last_two_kept, v="3"))
    assert "链接里的版本" not in shown
    assert "版本 3" in shown


def test_a_kept_version_that_cannot_be_prepared_is_said_and_the_newest_shown(
    open_page, texts, last_two_kept, tmp_path, monkeypatch
):
    def failing(*_):
        raise RuntimeError("Version 3 could not be prepared for reading: Out of Memory")

    folder = shutil.copytree(last_two_kept, tmp_path / "store")
    next((folder / "serving").glob("3-*.duckdb")).unlink()
    monkeypatch.setattr(crm_core.lake.store, "build_apart", failing)
    page = open_page("overview", "zh", folder=folder, v="3")
    assert not page.exception
    assert "链接里的版本 3 还保留着，但这次没能准备好" in texts(page)
    assert "版本 4" in texts(page)


def test_the_banner_says_what_the_click_on_the_newest_leads_to(open_page, texts, last_two_kept):
    """A link is pinned with its as-of day; the newest data are shown as of their own."""
    page = open_page("overview", "zh", folder=last_two_kept, v="3", asof="2025-01-03", p="this_month")
    said = (
        "您看的是版本 3 的数据（截至 2025-01-03），最新是版本 4（截至 2025-01-04）。"
        "此后数据有变化：同样条件下销售额由 30.00 变为 40.00（+33.3%）。"
    )
    assert said in texts(page)
    page.button(key="newest").click().run()
    assert ">40.00<" in texts(page)


def test_the_banner_follows_a_mark_on_both_sides(open_page, texts, last_two_kept):
    page = open_page("overview", "zh", folder=last_two_kept, v="3", asof="2025-01-03", cell="value.tiers|tier=vip")
    assert "由 30.00 变为 40.00" in texts(page)
