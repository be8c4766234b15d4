"""Files that other programs wrote, and files that attack: all accounted for, or refused by name."""

import json
from pathlib import Path

import duckdb
import pytest

from crm_core.ingest import Incoming, load, plan
from crm_core.ingest.cells import Cells, source
from crm_core.ingest.check import connection
from crm_core.ingest.work import Wishes, plan_file
from crm_core.schema import tables

DATASETS = Path(__file__).parents[3] / "shared" / "datasets"
CHINESE = DATASETS / "csv_hostile" / "chinese_exports"
SPECTRUM = DATASETS / "csv_hostile" / "spectrum"
pytestmark = [pytest.mark.datasets, pytest.mark.skipif(not DATASETS.is_dir(), reason="../shared/datasets is not here")]

# read, loaded, rejected, blank, totals
LOADED = {
    **dict.fromkeys(
        [
            "utf8.csv",
            "utf8_bom.csv",
            "gb18030.csv",
            "gbk_replace.csv",
            "utf16le_bom.txt",
            "utf16be_bom.csv",
            "utf8_semicolon.csv",
            "utf8_tab.tsv",
            "utf8_cr_only.csv",
            "sep_line.csv",
            "preamble.csv",
            "two_row_header.csv",
        ],
        (6, 5, 0, 0, 1),
    ),
    "fullwidth_comma.csv": (6, 4, 1, 0, 1),  # one amount has a full-width comma outside quotes: ten cells
    "excel_eq_text.csv": (2, 2, 0, 0, 0),
}
REFUSED = {
    "big5_replace.csv": "unknown_encoding",
    "mixed_utf8_gbk.csv": "mixed_encoding",
    "truncated_utf8.csv": "mixed_encoding",
    "empty.csv": "empty",
    "bom_only.csv": "bom_only",
    "header_only.csv": "header_only",
    "nul_bytes.csv": "nul_bytes",
    "unclosed_quote.csv": "unclosed_quote",
    "exe_as.csv": "program",
    "html_as.xls": "html",
    "json_as.csv": "json",
    "merged.xlsx": "workbook",
    "far_cell.xlsx": "workbook",
    "xlsx_bomb.xlsx": "workbook",
    "xlsx_billion_laughs.xlsx": "workbook",
    "zip_bomb_100mb.zip": "archive",
    "zip_traversal.zip": "archive",
    "wide_5000cols.csv": "too_wide",
    **dict.fromkeys(
        [
            "one_col.csv",
            "blank_lines.csv",
            "ragged.csv",
            "dates_mixed.csv",
            "nums_mixed.csv",
            "sci_ids.csv",
            "evil_header.csv",
            "dup_header.csv",
        ],
        "no_table",
    ),
}


def incoming(paths):
    return [Incoming(path, path.name) for path in paths]


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    work_dir = tmp_path_factory.mktemp("chinese")
    names = [*LOADED, *REFUSED]
    return work_dir, dict(zip(names, plan(incoming(CHINESE / name for name in names), work_dir), strict=True))


def test_the_list_of_expectations_is_complete():
    assert {*LOADED, *REFUSED, "make.py"} == {path.name for path in CHINESE.iterdir() if path.is_file()}


def test_what_is_no_table_is_refused_by_its_own_name(chinese):
    _, plans = chinese
    assert {name: plans[name].refused and plans[name].refused.code for name in REFUSED} == REFUSED


def test_the_same_table_in_every_dress_is_loaded_alike(chinese):
    work_dir, plans = chinese
    found = {}
    for name in LOADED:
        loaded = load([plans[name]], work_dir, first_batch_id=1)
        file = loaded.files[0]
        found[name] = (file.rows_read, file.rows_loaded, file.rows_rejected, file.rows_blank, file.rows_totals)
    assert found == LOADED


def test_ids_kept_by_a_formula_keep_their_zeros(tmp_path):
    loaded = load(plan(incoming([CHINESE / "excel_eq_text.csv"]), tmp_path), tmp_path, first_batch_id=1)
    assert duckdb.sql(f"select customer_id from '{loaded.parquet['customers']}'").fetchall() == [("00123",), ("00456",)]


def test_rounded_ids_are_rejected_as_damaged(tmp_path):
    plans = plan(incoming([CHINESE / "sci_ids.csv"]), tmp_path, given={"身份证": "customer_id"})
    loaded = load(plans, tmp_path, first_batch_id=1)
    assert (loaded.files[0].rows_loaded, loaded.files[0].rows_rejected) == (0, 1)
    assert duckdb.sql(f"select value, code from '{loaded.rejected}'").fetchall() == [("1.10105E+17", "damaged_id")]


def cells_as_read(path, work_dir):
    """Header and text cells as the loader gets them; a table of the schema is not needed for this."""
    with connection(work_dir, [path.parent]) as con:
        found = plan_file(con, Incoming(path, path.name), 0, work_dir, Wishes({}, None, None, None))
        cells = Cells(found, tables()["customers"], {}, {})
        return found.header, con.execute("select * from " + source(cells)).fetchall()


@pytest.mark.parametrize("name", [path.name for path in sorted(SPECTRUM.glob("*.csv"))] if SPECTRUM.is_dir() else [])
def test_csv_spectrum_comes_back_cell_by_cell(tmp_path, name):
    expected = json.loads((SPECTRUM.parent / "spectrum_expected" / f"{Path(name).stem}.json").read_text("utf-8"))
    rows = expected if isinstance(expected, list) else [expected]
    header, cells = cells_as_read(SPECTRUM / name, tmp_path)
    assert header == tuple(rows[0])
    # The phone number published for location_coordinates is not the one in its file.
    first = 1 if name == "location_coordinates.csv" else 0
    assert [row[first:] for row in cells] == [tuple(cell or None for cell in row.values())[first:] for row in rows]


def test_both_encodings_of_the_shop_report_give_the_same_rows(tmp_path):
    names = ("tmall_order_report.csv", "tmall_order_report.gb18030.csv")
    loaded = load(plan(incoming(DATASETS / "tmall" / name for name in names), tmp_path), tmp_path, first_batch_id=1)
    assert [(f.encoding, f.rows_read, f.rows_loaded) for f in loaded.files] == [
        ("utf-8", 28010, 28010),
        ("gb18030", 28010, 28010),
    ]
    path = loaded.parquet["transactions"]
    halves = [duckdb.sql(f"select * exclude (batch_id) from '{path}' where batch_id = {batch}") for batch in (1, 2)]
    assert halves[0].except_(halves[1]).fetchall() == halves[1].except_(halves[0]).fetchall() == []
    sums = duckdb.sql(
        f"select sum(amount), sum(paid_amount), sum(refund_amount) from '{path}' where batch_id = 2"
    ).fetchone()
    assert [float(total) for total in sums] == [2995760.61, 1902487.15, 572335.92]


def test_every_line_of_305_invoice_files_is_accounted_for(tmp_path):
    paths = sorted((DATASETS / "online_retail").glob("*.csv"))
    loaded = load(plan(incoming(paths), tmp_path), tmp_path, first_batch_id=1)
    assert len(loaded.files) == 305
    assert sum(f.rows_read for f in loaded.files) == sum(f.rows_loaded for f in loaded.files) == 541_909
    usual = "customer_id is not null and quantity > 0 and unit_price > 0"
    found = duckdb.sql(
        f"""select count(*), count(*) filter (where {usual}), count(distinct customer_id) filter (where {usual}),
            sum(quantity * unit_price) filter (where {usual}), count(distinct order_id), count(distinct product_id),
            count(*) filter (where customer_id is null), count(*) filter (where product_name is null)
        from '{loaded.parquet["transactions"]}'"""
    ).fetchone()
    assert found[:3] == (541_909, 397_884, 4_338) and float(found[3]) == 8911407.904
    assert found[4:7] == (25_900, 4_070, 135_080)


@pytest.mark.parametrize(
    ("path", "given", "counts"),
    [
        (
            "csv_hostile/clevercsv/airedale.csv",
            {"Payment Date": "incurred_on", "Amount": "cost_amount"},
            (55, 53, 1, 1, 0),
        ),
        ("csv_hostile/clevercsv/imdb.csv", {"tid": "product_id", "title": "product_name"}, (100, 99, 1, 0, 0)),
        ("telco_churn/Telco-Customer-Churn.csv", {}, (7043, 7043, 0, 0, 0)),
    ],
)
def test_files_of_other_trades(tmp_path, path, given, counts):
    file = load(plan(incoming([DATASETS / path]), tmp_path, given=given or None), tmp_path, first_batch_id=1).files[0]
    assert (file.rows_read, file.rows_loaded, file.rows_rejected, file.rows_blank, file.rows_totals) == counts
