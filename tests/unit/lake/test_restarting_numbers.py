"""Order numbers that begin anew each day or in each store: asked about, never taken for one order."""

import pytest

from crm_core.ingest import ImportRefused, Incoming, sentence

HEAD = "小票号,会员号,日期,门店,金额\n"
FIRST = "1,A,2024-03-01,甲,10\n1,A,2024-03-01,甲,5\n2,B,2024-03-01,甲,20\n3,,2024-03-01,甲,7\n4,I,2024-03-01,甲,8\n"
SECOND = "1,C,2024-03-02,甲,40\n2,D,2024-03-02,甲,50\n3,E,2024-03-02,甲,60\n4,J,2024-03-02,甲,70\n"
OTHER_STORE = "1,F,2024-03-01,乙,1\n2,G,2024-03-01,乙,2\n3,H,2024-03-01,乙,3\n"
DAILY = {"小票号": "order_id.daily"}
EVERYONE = {"A": 15, "B": 20, "C": 40, "D": 50, "E": 60, "I": 8, "J": 70}


@pytest.fixture
def put(workspace, tmp_path):
    """put({"a.csv": text, …}, given=…) loads the texts as one import."""

    def loaded(texts, **wishes):
        for name, text in texts.items():
            (tmp_path / name).write_text(text, "utf-8")
        return workspace.load(workspace.plan([Incoming(tmp_path / name, name) for name in texts], **wishes), by="me")

    return loaded


def spent(workspace):
    sql = """
        select c.customer_id, cast(sum(o.sale_amount) as integer), count(*)
        from mart.orders as o join mart.customers as c using (customer_key) group by all order by all
    """
    return {customer: (amount, orders) for customer, amount, orders in workspace.reader().query(sql).fetchall()}


def refusal(put, *texts, **wishes):
    with pytest.raises(ImportRefused) as refused:
        put(*texts, **wishes)
    return refused.value.refusals


@pytest.mark.parametrize(
    "texts",
    [
        {"both.csv": HEAD + FIRST + SECOND + "1,F,2024-03-03,甲,1\n2,G,2024-03-03,甲,1\n3,H,2024-03-03,甲,1\n"},
        {"one.csv": HEAD + FIRST, "two.csv": HEAD + SECOND + "3,F,2024-03-03,甲,9\n"},
    ],
)
def test_numbers_of_several_customers_are_asked_about(put, texts):
    found = refusal(put, texts)
    assert [(name, issue.code) for name, issue in found] == [(name, "order_numbers") for name in texts]
    assert sentence(found[0][1], "zh").startswith("“小票号”里同一个号码出现在不同的单子上（4 个，如 1：")


def test_numbers_of_several_days_are_asked_about_where_nobody_is_named(put):
    days = ["2024-03-01", "2024-03-02"]
    text = "小票号,日期,金额\n" + "".join(f"{number},{day},{day[-1]}\n" for day in days for number in (1, 2, 3))
    assert [issue.code for _, issue in refusal(put, {"a.csv": text})] == ["order_numbers"]


def test_told_so_orders_are_known_by_number_day_and_store(workspace, put):
    put({"a.csv": HEAD + FIRST + SECOND + OTHER_STORE}, given=DAILY)
    assert spent(workspace) == {
        customer: (amount, 1) for customer, amount in (EVERYONE | {"F": 1, "G": 2, "H": 3}).items()
    }
    again = put({"b.csv": HEAD + FIRST.replace("B,2024-03-01,甲,20", "B,2024-03-01,甲,21")}, given=DAILY)
    assert (again.files[0].rows_replaced, spent(workspace)["B"]) == (5, (21, 1))


def test_the_answer_is_remembered_for_the_next_day(workspace, put):
    put({"a.csv": HEAD + FIRST}, given=DAILY)
    assert put({"b.csv": HEAD + SECOND}).files[0].rows_replaced == 0
    assert spent(workspace) == {customer: (amount, 1) for customer, amount in EVERYONE.items()}


def test_the_next_days_file_does_not_take_the_place_of_the_first(workspace, put):
    put({"a.csv": HEAD + FIRST})
    found = refusal(put, {"b.csv": HEAD + SECOND})
    assert [(name, issue.code) for name, issue in found] == [("b.csv", "order_numbers_stand")]
    assert "有 3 个号码（如 1）库里已经有" in sentence(found[0][1], "zh")
    put({"b.csv": HEAD + SECOND}, given=DAILY)
    assert spent(workspace) == {customer: (amount, 1) for customer, amount in EVERYONE.items()}


def test_whoever_says_that_each_number_is_one_order_is_believed(workspace, put):
    put({"a.csv": HEAD + FIRST + SECOND}, given={"小票号": "order_id"})
    assert sum(orders for _, orders in spent(workspace).values()) == 4


def test_corrected_orders_and_returns_of_later_days_are_not_asked_about(workspace, put):
    put({"a.csv": HEAD + FIRST})
    put({"b.csv": HEAD + FIRST.replace("甲,20", "甲,22") + "1,A,2024-03-09,甲,-5\n"})
    assert spent(workspace)["B"] == (22, 1)


def test_numbers_that_a_day_does_not_tell_apart_are_asked_about_again(workspace, put):
    """Two stores, and no column of stores: within a file, and against what stands."""
    first, second = (
        "".join(",".join(row.split(",")[:3] + row.split(",")[4:]) + "\n" for row in text.split())
        for text in (HEAD + FIRST, OTHER_STORE + "4,K,2024-03-01,乙,5\n")
    )
    found = refusal(put, {"both.csv": first + second}, given=DAILY)
    assert [issue.code for _, issue in found] == ["order_numbers"]
    put({"first.csv": first}, given=DAILY)
    found = refusal(put, {"second.csv": first.partition("\n")[0] + "\n" + second}, given=DAILY)
    assert [(name, issue.code, issue.values["column"]) for name, issue in found] == [
        ("second.csv", "order_numbers_stand", "小票号")
    ]
    assert sum(orders for _, orders in spent(workspace).values()) == 3


def test_two_columns_are_not_both_the_order_number(put):
    found = refusal(put, {"a.csv": HEAD + FIRST}, given=DAILY | {"门店": "order_id"})
    assert [issue.code for _, issue in found] == ["bad_mapping"]
