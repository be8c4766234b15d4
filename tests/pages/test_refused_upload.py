"""After a refusal that another choice cures, the dropped files are still there; after any other they are gone."""

import pytest

from crm_core.ingest import ImportRefused, Incoming, Issue
from crm_core.lake import Workspace
from crm_core.text import t

ONE = "customer_id,region\nA,east\nB,west\n"
OTHER = "customer_id,region\nB,south\nC,north\n"
ORDERS = "order_at,amount\n2024-01-01,1\n"


@pytest.fixture
def shop(open_page, tmp_path):
    """The data page over two customers."""
    (tmp_path / "one.csv").write_text(ONE, "utf-8")
    store = Workspace(tmp_path / "store", short_lived=True)
    store.load(store.plan([Incoming(tmp_path / "one.csv", "one.csv")]))
    return open_page("data", "zh", folder=store.folder), store.folder


def regions(folder):
    return Workspace(folder).reader().query("select customer_id, region from mart.customers order by 1").fetchall()


def work(folder):
    return list((folder / "work").iterdir())


def load(page, how="replace_by_key"):
    page.button_group(key="import_existing").set_value(how)
    page.button(key="import_load").click().run()
    assert not page.exception


def test_keys_that_exist_are_updated_without_dropping_the_file_again(shop, texts):
    page, folder = shop
    page.file_uploader[0].upload("other.csv", OTHER.encode()).run()
    load(page, "append")
    shown = texts(page)
    assert "other.csv：其中 1 条记录的编号在“客户”里已经有了" in shown
    assert t("data.import.kept", "zh") in shown
    assert page.button_group(key="import_existing").value == "append"  # what was chosen stays chosen
    assert regions(folder) == [("A", "east"), ("B", "west")]
    load(page, "replace_by_key")
    assert t("data.import.done", "zh", version=2, count=1) in texts(page)
    assert t("data.import.kept", "zh") not in texts(page)
    assert regions(folder) == [("A", "east"), ("B", "south"), ("C", "north")]
    assert work(folder) == []


def test_a_kept_upload_can_be_cancelled(shop, texts):
    page, folder = shop
    page.file_uploader[0].upload("other.csv", OTHER.encode()).run()
    load(page, "append")
    assert work(folder)
    page.button(key="import_cancel").click().run()
    assert t("data.import.kept", "zh") not in texts(page)
    assert work(folder) == []


def refusing(monkeypatch, name, code, **values):
    """Loading finds out that a file cannot be read."""

    def load(*_, **__):
        raise ImportRefused([(name, Issue(code, values))])

    monkeypatch.setattr(Workspace, "load", load)


def test_a_file_that_cannot_be_loaded_ends_its_upload(shop, texts, monkeypatch):
    page, folder = shop
    page.file_uploader[0].upload("other.csv", OTHER.encode()).run()
    with monkeypatch.context() as patched:
        refusing(patched, "other.csv", "unsafe")
        load(page)
    assert t("ingest.issue.unsafe", "zh") in texts(page)
    assert t("data.import.kept", "zh") not in texts(page)
    assert [button for button in page.button if button.key == "import_load"] == []
    assert work(folder) == []


def test_a_bad_file_among_others_is_unticked_and_the_others_load(shop, texts, monkeypatch):
    page, folder = shop
    page.file_uploader[0].upload("other.csv", OTHER.encode()).run()
    page.file_uploader[0].upload("orders.csv", ORDERS.encode()).run()
    with monkeypatch.context() as patched:
        refusing(patched, "orders.csv", "unsafe")
        load(page)
    assert t("data.import.kept", "zh") in texts(page) and t("data.import.not_ready", "zh") in texts(page)
    assert page.button(key="import_load").disabled
    page.checkbox[1].uncheck().run()
    load(page)
    assert t("data.import.done", "zh", version=2, count=1) in texts(page)
    assert regions(folder) == [("A", "east"), ("B", "south"), ("C", "north")]
    assert work(folder) == []


def test_a_question_for_the_order_of_dates_is_answered_on_the_page(shop, texts, monkeypatch):
    page, folder = shop
    page.file_uploader[0].upload("orders.csv", ORDERS.encode()).run()
    with monkeypatch.context() as patched:
        refusing(patched, "orders.csv", "ask_date_order", column="order_at", example="03/04/2024")
        load(page)
    assert t("data.import.kept", "zh") in texts(page)
    assert page.button(key="import_load").disabled
    next(b for b in page.button if b.label == t("data.mapping.apply", "zh")).click().run()
    load(page)
    assert Workspace(folder).reader().facts["line_count"] == 1


def test_of_two_files_of_one_name_nobody_knows_which_is_bad(shop, texts, monkeypatch):
    page, folder = shop
    page.file_uploader[0].upload("other.csv", OTHER.encode()).run()
    page.file_uploader[0].upload("other.csv", ORDERS.encode()).run()
    with monkeypatch.context() as patched:
        refusing(patched, "other.csv", "unsafe")
        load(page)
    assert t("data.import.kept", "zh") not in texts(page)
    assert work(folder) == []
