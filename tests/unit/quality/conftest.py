"""A shop whose customers stand in its file twice, in a workspace that builds in this process."""

import shutil

import pytest

from crm_core.ingest import Incoming
from crm_core.lake import Workspace

FILES = {
    "customers.csv": "customer_id,customer_name,phone,email,region,city\n"
    "A,星光（上海）贸易有限公司,138 0013 8000,,,上海\n"
    "B,星光(上海)贸易,+8613800138000,b@x.cn,华东,\n"
    "C,X Ltd,,B@X.CN ,华北,北京\n"
    "D,Other,13900139000,,华南,\n"
    "E,远大科技有限公司,,,,\n"
    "F,远大科技,,,,\n",
    "orders.csv": "order_id,customer_id,order_at,amount\n"
    "1,A,2024-01-01,10\n2,B,2024-01-02,20\n3,B,2024-01-03,5\n4,D,2024-01-03,7\n5,,2024-01-03,1\n"
    "6,C,2023-12-31,2\n7,F,2024-01-05,4\n",
    "costs.csv": "cost_id,customer_id,incurred_on,cost_amount\n1,A,2024-01-02,3\n2,B,2024-01-02,4\n",
}


@pytest.fixture(scope="session")
def shop_folder(tmp_path_factory):
    """The shop's workspace at its first version; to be copied."""
    folder = tmp_path_factory.mktemp("shop")
    workspace = Workspace(folder / "store", short_lived=True)
    incoming = []
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
        incoming.append(Incoming(folder / name, name))
    workspace.load(workspace.plan(incoming))
    return folder / "store"


@pytest.fixture
def shop(shop_folder, tmp_path):
    """A copy of the shop's workspace, to be changed."""
    shutil.copytree(shop_folder, tmp_path / "store", ignore=shutil.ignore_patterns("*.lock", "*-wal", "*-shm"))
    return Workspace(tmp_path / "store", short_lived=True)
