"""Merged customers are one customer in every answer; no number of the business moves; undo separates them again."""

import duckdb
import pytest

from crm_core.ingest import Incoming
from crm_core.lake import NotInStore, Workspace
from crm_core.lake.merges import Decision, decide, merge_steps, undo_decisions
from crm_core.metrics.runner import answer, members
from crm_core.quality.preview import group_members
from crm_core.quality.search import find, kept_path, kept_proposals
from crm_core.selection import Selection

MERGE = Decision(("B", "A", "C"), "B", True)


def numbers(workspace, version=None):
    return answer(workspace.reader(version), "overview.kpis", Selection()).rows.to_dict("records")[0]


def customers(workspace, columns="customer_id"):
    return workspace.reader().query(f"select {columns} from mart.customers order by customer_id").fetchall()


def test_a_merge_lowers_customers_by_the_merged_ones_and_moves_no_revenue_and_no_order(shop):
    before = numbers(shop)
    version = decide(shop, [MERGE, Decision(("E", "F"), "F", True)], by="me")
    after = numbers(shop)
    assert (before["customers"], after["customers"]) == (6, 3)
    assert [after[name] for name in ("revenue", "orders")] == [before[name] for name in ("revenue", "orders")]
    assert [row[0] for row in customers(shop)] == ["B", "D", "F"]
    assert version == 2 == shop.latest()


def test_the_kept_one_s_attributes_hold_and_missing_ones_come_from_the_others_by_their_ids(shop):
    decide(shop, [MERGE])
    found = customers(shop, "customer_id, customer_name, region, city, first_order_on, last_order_on, is_registered")
    kept = next(row for row in found if row[0] == "B")
    assert [str(value) for value in kept] == ["B", "星光(上海)贸易", "华东", "上海", "2023-12-31", "2024-01-03", "True"]
    listed = members(shop.reader(), "value.rfm_scores", Selection()).set_index("customer_id")
    assert int(listed.loc["B", "order_count"] if "order_count" in listed else 4) == 4


def test_costs_follow_the_merge(shop):
    decide(shop, [MERGE])
    costs = shop.reader().query(
        "select c.customer_id, sum(s.cost_amount) from mart.customer_costs as s"
        " inner join mart.customers as c using (customer_key) group by all"
    )
    assert [(name, int(cost)) for name, cost in costs.fetchall()] == [("B", 7)]


def test_undo_gives_the_former_numbers_and_old_versions_stay(shop):
    before, rows = numbers(shop), customers(shop, "* exclude customer_key")
    merged = decide(shop, [MERGE])
    with_merge = numbers(shop)
    undo_decisions(shop, merged)
    assert numbers(shop) == before
    assert customers(shop, "* exclude customer_key") == rows
    assert numbers(shop, merged) == with_merge
    with pytest.raises(NotInStore):
        undo_decisions(shop, merged)
    steps = merge_steps(shop.reader())
    assert steps[["version", "removed_in", "group_count", "customer_count", "refused_count"]].values.tolist() == [
        [2, 3, 1, 2, 0]
    ]


def test_a_kept_customer_may_be_merged_on_and_each_step_undone_for_itself(shop):
    first = decide(shop, [Decision(("A", "B"), "B", True)])
    second = decide(shop, [Decision(("B", "D"), "D", True)])
    assert [row[0] for row in customers(shop)] == ["C", "D", "E", "F"]
    undo_decisions(shop, first)
    assert [row[0] for row in customers(shop)] == ["A", "C", "D", "E", "F"]
    undo_decisions(shop, second)
    assert [row[0] for row in customers(shop)] == ["A", "B", "C", "D", "E", "F"]


def test_a_customer_merged_away_cannot_be_merged_again(shop):
    decide(shop, [Decision(("A", "B"), "B", True)])
    with pytest.raises(NotInStore, match="meanwhile"):
        decide(shop, [Decision(("A", "C"), "C", True)])
    assert shop.latest() == 2


@pytest.mark.parametrize(
    "wrong",
    [[], [Decision(("A",), "A", True)], [Decision(("A", "B"), "C", True)], [MERGE, Decision(("C", "D"), "D", True)]],
)
def test_what_is_no_group_is_refused(shop, wrong):
    with pytest.raises(ValueError):
        decide(shop, wrong)
    assert shop.latest() == 1


def test_a_search_is_kept_per_version_and_a_refused_group_is_not_proposed_again(shop):
    found = find(shop.folder, 1)
    assert kept_proposals(shop.folder, 1) == found
    assert [(group.customer_ids, group.kept_id) for group in found.groups] == [
        (("B", "A", "C"), "B"),
        (("F", "E"), "F"),
    ]
    version = decide(shop, [MERGE, Decision(("E", "F"), "F", False)])
    assert kept_proposals(shop.folder, version) is None
    assert find(shop.folder, version).groups == ()
    undone = undo_decisions(shop, version)
    assert find(shop.folder, undone).groups == found.groups


def test_only_the_newest_searches_are_kept_and_they_hold_no_phone_or_address(shop):
    text = ""
    for version in (1, decide(shop, [Decision(("E", "F"), "F", False)]), decide(shop, [MERGE])):
        find(shop.folder, version)
        text += kept_path(shop.folder, version).read_text("utf-8")
    find(shop.folder, decide(shop, [Decision(("B", "D"), "D", False)]))
    assert len(list((shop.folder / "quality").iterdir())) == 3
    assert not kept_path(shop.folder, 1).exists()
    assert "13800138000" not in text.replace(" ", "") and "x.cn" not in text.casefold()


def test_the_preview_masks_names_and_puts_the_kept_one_first(shop):
    groups = find(shop.folder, 1).groups
    shown = group_members(shop.reader(), groups)
    rows = shown["B"]
    assert list(rows["customer_id"]) == ["B", "A", "C"]
    assert list(rows["is_kept"]) == [True, False, False]
    assert list(rows["order_count"]) == [2, 1, 1]
    assert all("*" in name for name in rows["customer_name"])


def test_rows_imported_later_go_to_the_kept_customer(shop, tmp_path):
    decide(shop, [MERGE])
    (tmp_path / "later.csv").write_text("order_id,customer_id,order_at,amount\n9,A,2024-02-01,100\n", "utf-8")
    shop.load(shop.plan([Incoming(tmp_path / "later.csv", "later.csv")]))
    assert [str(row[1]) for row in customers(shop, "customer_id, last_order_on") if row[0] == "B"] == ["2024-02-01"]


SAMPLE = {
    "transactions": "select 's' || i as order_id, 'S' || i as customer_id, date '2024-01-01' as order_at, 7.0 as amount"
    " from range(3) as r(i)",
    "customers": "select 'S' || i as customer_id from range(3) as r(i)",
    "products": "select 'P' as product_id",
    "customer_costs": "select '1' as cost_id, 'S1' as customer_id, date '2024-01-01' as incurred_on, 1 as cost_amount",
}


def test_merges_of_the_sample_company_say_nothing_about_other_data(tmp_path):
    for name, sql in SAMPLE.items():
        duckdb.sql(sql).write_parquet(str(tmp_path / f"{name}.parquet"))
    store = Workspace(tmp_path / "store", short_lived=True)
    store.load_sample(tmp_path)
    decide(store, [Decision(("S1", "S2"), "S1", True)])
    assert store.reader().facts["customer_count"] == 2
    file = tmp_path / "own.csv"
    file.write_text("order_id,customer_id,order_at,amount\n1,S1,2024-01-01,1\n2,S2,2024-01-02,2\n", "utf-8")
    store.load(store.plan([Incoming(file, file.name)]))
    assert store.reader().facts["customer_count"] == 2
    assert merge_steps(store.reader()).empty
