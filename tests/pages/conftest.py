import pytest
from streamlit.testing.v1 import AppTest

from crm_core.ingest import Incoming
from crm_core.lake import Workspace
from ui.store import ROOT, workspace


@pytest.fixture
def open_page(monkeypatch, sample_workspace, built_here):
    """Opens a page through the entry script, as a link does."""

    def opened(page="overview", lang=None, folder=None, **query):
        monkeypatch.setenv("ZHIKE_WORKSPACE", str(folder or sample_workspace))
        test = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60)
        if lang:
            test.query_params["lang"] = lang
        for key, value in query.items():
            test.query_params[key] = value
        if page != "overview":
            test.switch_page(f"../pages/{page}.py")
        return test.run()

    return opened


@pytest.fixture
def reader(monkeypatch, sample_workspace):
    monkeypatch.setenv("ZHIKE_WORKSPACE", str(sample_workspace))
    return workspace().reader()


@pytest.fixture
def texts():
    """All words on a page that its own lines, tables and labels show."""

    def found(test):
        html = [element.proto.body for element in test.get("html")]
        return "\n".join(html + [button.label for button in test.button] + [title.value for title in test.title])

    return found


@pytest.fixture
def orders_without_customers(tmp_path):
    """A workspace with three orders that name no customer; one was not paid."""
    file = tmp_path / "orders.csv"
    file.write_text(
        "订单编号,总金额,订单创建时间,订单付款时间\n"
        "1,100,2025-01-01 10:00:00,2025-01-01 10:01:00\n"
        "2,250,2025-01-02 10:00:00,2025-01-02 10:01:00\n"
        "3,900,2025-01-03 10:00:00,\n",
        "utf-8",
    )
    store = Workspace(tmp_path / "store", short_lived=True)
    store.load(store.plan([Incoming(file, file.name)]))
    return store.folder
