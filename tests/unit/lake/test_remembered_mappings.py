"""What a reader set by hand is offered again for the next file of the same layout, columns left out included."""

from crm_core.ingest import Incoming
from crm_core.lake import Workspace

FIRST = "甲,乙,丙,丁\n2024-03-05,10.5,A,x\n"
WANTED = {"甲": "order_at", "乙": "amount", "丙": "customer_id", "丁": "skip"}


def test_a_mapping_with_a_column_left_out_is_remembered_whole(tmp_path):
    workspace = Workspace(tmp_path / "ws", short_lived=True)
    (tmp_path / "first.csv").write_text(FIRST, "utf-8")
    (tmp_path / "second.csv").write_text(FIRST.replace("A", "B"), "utf-8")
    workspace.load(workspace.plan([Incoming(tmp_path / "first.csv", "first.csv")], given=WANTED))
    again = workspace.plan([Incoming(tmp_path / "second.csv", "second.csv")]).plans[0]
    assert (again.source_of_mapping, again.mapping.columns) == (
        "remembered",
        ("order_at", "amount", "customer_id", "skip"),
    )


def test_the_scale_that_a_reader_named_is_remembered_too(tmp_path):
    workspace = Workspace(tmp_path / "ws", short_lived=True)
    rows = "".join(f"2024-03-05,{n % 11 + 1}\n" for n in range(22))
    for name, more in (("first.csv", ""), ("second.csv", "2024-03-06,5\n")):
        (tmp_path / name).write_text("日期,推荐意愿\n" + rows + more, "utf-8")
    first = [Incoming(tmp_path / "first.csv", "first.csv")]
    assert workspace.plan(first).plans[0].refused.code == "ask_scale"
    workspace.load(workspace.plan(first, scales={"推荐意愿": [1, 11]}))
    again = workspace.plan([Incoming(tmp_path / "second.csv", "second.csv")]).plans[0]
    assert (again.refused, again.mapping.scales) == (None, {"recommend": (1, 11)})
