"""The columns called important are columns of the schema, and whatever the schema requires is among them."""

from crm_core.metrics.runner import answer, members
from crm_core.schema import tables
from crm_core.selection import Selection


def test_important_columns_are_the_schema_s(shop):
    found = shop.reader().query("select table_name, column_name, importance from mart.important_columns").fetchall()
    assert all(column in tables()[table].columns for table, column, _ in found)
    must = {(table, column) for table, column, importance in found if importance == "must"}
    for table in tables().values():
        first_ways = {column for ways in table.required for column in ways[0]}
        assert {(table.name, column) for column in (*table.key, *first_ways)} <= must


def test_filled_counts_are_those_of_the_file(shop):
    rows = answer(shop.reader(), "quality.completeness", Selection(), (("show", "all"),)).rows
    filled = {(r.table_name, r.column_name): (r.filled_count, r.row_count) for r in rows.itertuples()}
    assert filled["customers", "phone"] == (3, 6)
    assert filled["customers", "region"] == (3, 6)
    assert filled["transactions", "customer_id"] == (6, 7)
    assert ("customers", "gender") not in filled
    listed = members(shop.reader(), "quality.completeness", Selection(), cell=(("column_name", "region"),))
    assert list(listed["customer_id"]) == ["A", "E", "F"]
