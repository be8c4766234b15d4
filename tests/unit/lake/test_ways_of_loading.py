"""Update by key, add only, replace the whole table: what stays, what is counted, and what undo brings back."""

import pytest

from crm_core.ingest import ImportRefused, Incoming, sentence
from crm_core.lake import HOWS

ORDERS = "order_id,customer_id,order_at,amount\n"
FIRST = ORDERS + "o1,A,2024-01-01,10\no2,B,2024-01-02,20\n"
SECOND = ORDERS + "o2,B,2024-01-02,5\no3,C,2024-01-03,40\n"
CUSTOMERS = "customer_id,region\nA,east\nB,west\n"
MORE_CUSTOMERS = "customer_id,region\nB,south\nC,north\n"


@pytest.fixture
def put(workspace, tmp_path):
    """put("replace_table", orders=text, …) loads the texts as one import."""

    def loaded(how, **texts):
        files = []
        for name, text in texts.items():
            (tmp_path / f"{name}.csv").write_text(text, "utf-8")
            files.append(Incoming(tmp_path / f"{name}.csv", f"{name}.csv"))
        return workspace.load(workspace.plan(files), how=how, by="me")

    return loaded


def lines(workspace):
    sql = "select customer_id, cast(amount as integer) from mart.transactions join mart.customers using (customer_key)"
    return sorted(workspace.reader().query(sql).fetchall())


def regions(workspace):
    return workspace.reader().query("select customer_id, region from mart.customers order by 1").fetchall()


@pytest.mark.parametrize(
    ("how", "expected", "replaced"),
    [
        ("replace_by_key", [("A", 10), ("B", 5), ("C", 40)], 1),
        ("append", [("A", 10), ("B", 5), ("B", 20), ("C", 40)], 0),
        ("replace_table", [("B", 5), ("C", 40)], 2),
    ],
)
def test_each_way_of_loading_and_its_undo(workspace, put, how, expected, replaced):
    put("replace_by_key", first=FIRST)
    second = put(how, second=SECOND)
    assert lines(workspace) == expected
    assert second.files[0].rows_replaced == replaced
    batches = workspace.reader().batches().set_index("batch_id")
    assert list(batches["how"]) == ["replace_by_key", how]
    assert workspace.verify().differences == ()
    workspace.undo([second.files[0].batch_id])
    assert lines(workspace) == [("A", 10), ("B", 20)]
    assert workspace.verify().differences == ()


def test_customers_that_are_there_are_not_doubled(workspace, put):
    put("replace_by_key", customers=CUSTOMERS)
    with pytest.raises(ImportRefused) as refused:
        put("append", more=MORE_CUSTOMERS)
    ((name, issue),) = refused.value.refusals
    assert (name, issue.code, issue.values) == ("more.csv", "keys_exist", {"count": 1, "table": "customers"})
    assert workspace.latest() == 1
    assert regions(workspace) == [("A", "east"), ("B", "west")]
    put("append", new="customer_id,region\nC,north\n")
    assert regions(workspace) == [("A", "east"), ("B", "west"), ("C", "north")]


def test_orders_of_two_exports_that_overlap_are_not_doubled(workspace, put):
    put("replace_by_key", first=FIRST)
    with pytest.raises(ImportRefused) as refused:
        put("append", more=FIRST + "o9,C,2024-01-09,9\n")
    ((name, issue),) = refused.value.refusals
    assert (name, issue.code, issue.values) == ("more.csv", "keys_exist", {"count": 2, "table": "transactions"})
    assert lines(workspace) == [("A", 10), ("B", 20)]
    put("replace_by_key", more=FIRST + "o9,C,2024-01-09,9\n")
    assert lines(workspace) == [("A", 10), ("B", 20), ("C", 9)]


def test_what_was_refused_can_be_loaded_another_way(workspace, put, tmp_path):
    put("replace_by_key", customers=CUSTOMERS)
    (tmp_path / "more.csv").write_text(MORE_CUSTOMERS, "utf-8")
    planned = workspace.plan([Incoming(tmp_path / "more.csv", "more.csv")])
    with pytest.raises(ImportRefused):
        workspace.load(planned, how="append")
    workspace.load(planned, how="replace_by_key")
    assert regions(workspace) == [("A", "east"), ("B", "south"), ("C", "north")]


def test_a_replaced_table_leaves_the_other_tables(workspace, put):
    first = put("replace_by_key", orders=FIRST, customers=CUSTOMERS)
    second = put("replace_table", more=MORE_CUSTOMERS)
    assert lines(workspace) == [("A", 10), ("B", 20)]
    assert regions(workspace) == [("A", None), ("B", "south"), ("C", "north")]
    assert workspace.batches_of(first.version) == [first.files[0].batch_id]
    workspace.undo(workspace.batches_of(second.version))
    assert regions(workspace) == [("A", "east"), ("B", "west")]
    assert workspace.batches_of(first.version) == [file.batch_id for file in first.files]


def test_one_of_two_files_undone_keeps_the_table_replaced(workspace, put):
    put("replace_by_key", first=FIRST)
    two = put("replace_table", second=SECOND, third=ORDERS + "o9,C,2024-01-09,9\n")
    workspace.undo([two.files[0].batch_id])
    assert lines(workspace) == [("C", 9)]
    workspace.undo([two.files[1].batch_id])
    assert lines(workspace) == [("A", 10), ("B", 20)]


def test_an_unknown_way_is_refused_before_anything_is_read(workspace, put):
    with pytest.raises(ValueError, match=", ".join(HOWS)):
        put("merge", first=FIRST)
    assert workspace.latest() is None


def test_a_file_of_which_nothing_can_be_loaded_replaces_nothing(workspace, imported):
    imported(workspace, "one.csv", "order_id,customer_id,order_at,amount\n1,A,2025-01-01,10\n")
    with pytest.raises(ImportRefused) as refused:
        imported(workspace, "two.csv", "order_id,customer_id,order_at,amount\n2,A,2025-13-01,10\n3,A,2025-14-01,10\n")
    ((name, issue),) = refused.value.refusals
    assert (name, issue.code, issue.values) == (
        "two.csv", "nothing_loaded",
        {"count": 2, "columns": [{"column": "order_at", "count": 2, "examples": "2025-13-01, 2025-14-01"}]},
    )  # fmt: skip
    assert sentence(issue, "zh").startswith(
        "2 行全部退回，一行也没有入库：“order_at”2 格读不出（例如 2025-13-01, 2025-14-01）"
    )
    with pytest.raises(ImportRefused) as refused:
        imported(workspace, "three.csv", "order_id,customer_id,order_at,amount\n2,A,,10\n")
    assert [issue.code for _, issue in refused.value.refusals] == ["nothing_filled"]
    assert [each.version for each in workspace.versions()] == [1]


def test_orders_and_their_lines_may_come_in_two_drops(workspace, tmp_path):
    (tmp_path / "lines.csv").write_text("order_id,product_id,price\n1,P,10\n1,Q,5\n")
    (tmp_path / "orders.csv").write_text("order_id,customer_id,order_at\n1,A,2025-01-01\n")
    first, later = (workspace.plan([Incoming(tmp_path / name, name)]) for name in ("lines.csv", "orders.csv"))
    assert [plan.refused.code for plan in (*first.plans, *later.plans)] == ["lines_alone", "orders_alone"]
    both = workspace.plan_together(first, later)
    done = workspace.load(both)
    assert [(file.file, file.rows_loaded) for file in done.files] == [("orders.csv + lines.csv", 2)]
    again = workspace.plan_together(
        *(workspace.plan([Incoming(tmp_path / name, name)]) for name in ("lines.csv", "orders.csv"))
    )
    assert again.plans[0].refused.code == "already_imported"


ANSWERS = "序号,提交答卷时间,所用时间,来自IP,1、您的会员编号,2、您对本次服务的总体满意度\n"


def answers(workspace):
    sql = (
        "select customer_id, cast(score as integer) from mart.survey_responses join mart.customers using (customer_key)"
    )
    return sorted(workspace.reader().query(sql).fetchall())


@pytest.mark.parametrize("how", ["replace_by_key", "append"])
def test_questionnaires_that_each_count_from_one_stand_beside_each_other(workspace, put, how):
    put(
        "replace_by_key",
        spring=ANSWERS + "1,2024/3/5 10:00:09,35秒,1.2.3.4,A,5\n2,2024/3/5 11:00:00,60秒,1.2.3.5,B,4\n",
    )
    autumn = put(how, autumn=ANSWERS + "1,2024/9/1 09:00:00,35秒,1.2.3.4,A,2\n")
    assert autumn.files[0].rows_replaced == 0
    assert answers(workspace) == [("A", 2), ("A", 5), ("B", 4)]


def test_a_later_export_of_a_questionnaire_takes_the_place_of_the_earlier(workspace, put):
    """Saved again by a spreadsheet, which writes times otherwise and without seconds."""
    put(
        "replace_by_key", march=ANSWERS + "1,2024/3/5 10:00:09,35秒,1.2.3.4,A,5\n2,2024/3/5 11:00:00,60秒,1.2.3.5,B,4\n"
    )
    rows = [
        "1,2024-03-05 10:00,35秒,1.2.3.4,A,5",
        "2,2024-03-05 11:00,60秒,1.2.3.5,B,4",
        "3,2024-04-01 8:00,9秒,1.2.3.6,A,1",
    ]
    longer = ANSWERS + "".join(f"{row}\n" for row in rows)
    later = put("replace_by_key", april=longer)
    assert later.files[0].rows_replaced == 2
    assert answers(workspace) == [("A", 1), ("A", 5), ("B", 4)]


def test_numbers_that_a_program_gives_are_kept_as_they_are(workspace, put):
    head = "答卷编号,客户编号,调查日期,总体满意度\n"
    put("replace_by_key", first=head + "r1,A,2024-03-05,5\n")
    changed = put("replace_by_key", changed=head + "r1,A,2024-03-06,3\n")
    assert (changed.files[0].rows_replaced, answers(workspace)) == (1, [("A", 3)])
