"""The list of imports on the page: who, how, what each changed, and an undo that cannot be done."""

import pytest

from crm_core.ingest import Incoming
from crm_core.lake import Workspace
from crm_core.text import t

HEADER = "订单编号,客户编号,下单时间,金额,门店心情\n"


@pytest.fixture
def two_imports(tmp_path):
    """Revenue 100 of one customer, then 300 more of two."""
    store = Workspace(tmp_path / "store")
    for name, rows in (
        ("a.csv", "1,甲,2025-01-01,100,好\n"),
        ("b.csv", "2,乙,2025-01-02,120,好\n3,丙,2025-01-03,180,差\n"),
    ):
        (tmp_path / name).write_text(HEADER + rows, "utf-8")
        store.load(store.plan([Incoming(tmp_path / name, name)]), by="page")
    return store.folder


def test_an_import_shows_what_it_changed_and_how_it_was_read(open_page, texts, two_imports):
    page = open_page("data", "zh", folder=two_imports)
    assert not page.exception
    shown = texts(page)
    table = shown[shown.index(f'aria-label="{t("data.history.changed", "zh")}"') :]
    table = table[: table.index("</table>")]
    cells = [cell.partition("<")[0] for cell in table.replace("<td class=", "<td>").split("<td>")[1:]]
    rows = [cell.rpartition(">")[2] for cell in cells]
    assert rows == ["销售额", "100", "400", "+300.0%", "订单数", "1", "3", "+200.0%", "客户数", "1", "3", "+200.0%"]
    assert "在页面上导入" in shown and "按编号更新" in shown
    mapping = shown[shown.index(f'aria-label="{t("data.mapping.title", "zh")}"') :]
    assert "门店心情" in mapping and t("data.mapping.extra", "zh") in mapping and "客户编号" in mapping


def test_the_first_import_is_compared_with_nothing(open_page, texts, two_imports):
    page = open_page("data", "en", folder=two_imports)
    page.selectbox(key="history_version").set_value(1).run()
    assert texts(page).count(t("figures.delta.new", "en")) >= 3
    assert "Imported on the page" in texts(page) and "Update by key" in texts(page)


def test_an_undo_that_cannot_be_done_says_why(open_page, texts, two_imports):
    page = open_page("data", "en", folder=two_imports)
    Workspace(two_imports).undo([2])
    page.button(key="history_undo").click().run()
    assert not page.exception
    assert "Not undone: Batch none was asked for" in texts(page)
