"""Files that other programs wrote, and files that attack: all accounted for, or refused by name."""

import json
import zipfile
from pathlib import Path

import duckdb
import pytest

from crm_core.ingest import Incoming, Limits, load, plan
from crm_core.ingest.cells import Cells, source
from crm_core.ingest.check import connection
from crm_core.ingest.planning import Wishes, plan_file
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
    "empty.csv": "empty",
    "bom_only.csv": "bom_only",
    "header_only.csv": "header_only",
    "nul_bytes.csv": "nul_bytes",
    "unclosed_quote.csv": "unclosed_quote",
    "exe_as.csv": "program",
    "html_as.xls": "html",
    "json_as.csv": "json",
    "far_cell.xlsx": "too_wide",
    "xlsx_bomb.xlsx": "bomb",
    "xlsx_billion_laughs.xlsx": "unsafe_xml",
    "zip_bomb_100mb.zip": "bomb",
    "wide_5000cols.csv": "too_wide",
}
# What is asked, the answer, and the counts with it: None where a table needs more columns than the file has.
ASKED = {
    "big5_replace.csv": (
        "unknown_encoding",
        {"encoding": "big5", "given": {"成交日期": "order_at", "合同金?": "amount"}},
        (6, 3, 3, 0, 0),  # what Big5 lacks was lost when the file was written: 计, ￥
    ),
    "mixed_utf8_gbk.csv": ("mixed_encoding", {"encoding": "utf-8", "given": {"姓名": "customer_id"}}, (2, 1, 1, 0, 0)),
    "truncated_utf8.csv": ("mixed_encoding", {"encoding": "utf-8", "given": {"姓名": "customer_id"}}, (1, 0, 1, 0, 0)),
    "one_col.csv": ("no_table", {"given": {"a": "customer_id"}}, (2, 2, 0, 0, 0)),
    "blank_lines.csv": ("no_table", {"given": {"a": "customer_id"}}, (4, 1, 0, 3, 0)),
    "ragged.csv": ("no_table", {"given": {"a": "customer_id"}}, (4, 1, 2, 1, 0)),
    "zip_traversal.zip": ("no_table", {"given": {"a": "customer_id"}}, (1, 1, 0, 0, 0)),
    # One date lacks its day; the formula below was never calculated.
    "merged.xlsx": ("no_table", {"given": {"月份": "incurred_on", "金额": "cost_amount"}}, (4, 0, 1, 2, 1)),
    "sci_ids.csv": ("no_table", {"given": {"身份证": "customer_id"}}, (1, 0, 1, 0, 0)),
    # A day number among dates that are written out, without an amount beside it.
    "evil_header.csv": (
        "no_table",
        {"given": {"<script>alert(1)</script>": "order_at", '=HYPERLINK("http://x")': "amount", 'a"b': "customer_id"}},
        (6, 4, 1, 0, 1),
    ),
    "dup_header.csv": ("ask_table", {"given": {"金额_3": "order_at", "客户 名称": "amount"}}, (6, 4, 1, 0, 1)),
    "dates_mixed.csv": ("no_table", {}, None),
    "nums_mixed.csv": ("no_table", {}, None),
}


def incoming(paths):
    return [Incoming(path, path.name) for path in paths]


def counts_of(found, work_dir):
    loaded = load([found], work_dir, first_batch_id=1)
    file = loaded.files[0]
    return file.rows_read, file.rows_loaded, file.rows_rejected, file.rows_blank, file.rows_totals


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    """Every file looked at by one child of little memory."""
    work_dir = tmp_path_factory.mktemp("chinese")
    names = [*LOADED, *REFUSED, *ASKED]
    small = Limits(address_bytes=3 << 30, wall_seconds=300)
    plans = plan(incoming(CHINESE / name for name in names), work_dir, limits=small)
    return work_dir, dict(zip(names, plans, strict=True))


def test_the_list_of_expectations_is_complete():
    assert {*LOADED, *REFUSED, *ASKED, "make.py"} == {path.name for path in CHINESE.iterdir() if path.is_file()}


@pytest.mark.usefixtures("one_child")
def test_every_file_loads_right_is_refused_by_name_or_asks(chinese, score):
    work_dir, plans = chinese
    found = {name: each.refused and each.refused.code for name, each in plans.items()}
    counts = {name: counts_of(each, work_dir) for name, each in plans.items() if each.refused is None}
    right = [name for name, expected in LOADED.items() if counts.get(name) == expected]
    refused = [name for name, code in REFUSED.items() if found[name] == code]
    asked = [name for name, (code, _, _) in ASKED.items() if found[name] == code]
    wrong = [name for name in counts if name not in right]
    score(files=len(plans), right=len(right), refused=len(refused), asked=len(asked), wrong=len(wrong))
    assert (right, refused, asked, wrong) == ([*LOADED], [*REFUSED], [*ASKED], [])


@pytest.mark.usefixtures("one_child")
@pytest.mark.parametrize("name", [name for name, (_, _, counts) in ASKED.items() if counts])
def test_an_answer_is_enough_to_load_what_was_asked_about(tmp_path, name):
    _, wishes, counts = ASKED[name]
    file = Incoming(CHINESE / name, name, wishes.get("encoding"))
    found = plan([file], tmp_path, given=wishes["given"])[0]
    assert found.refused is None, found.refused
    assert counts_of(found, tmp_path) == counts


def test_the_merged_sheet_comes_back_cell_by_cell(chinese):
    found = chinese[1]["merged.xlsx"]
    assert found.header == ("区域", "月份", "金额")
    assert found.text_path.read_text("utf-8") == "华东,2024年3月,1234.5\n\n\n合计,,\n"
    codes = {issue.code: issue.values for issue in found.issues}
    assert codes == {"preamble": {"count": 1}, "uncalculated": {"count": 2}}


def test_the_same_amounts_below_a_hostile_header(tmp_path):
    for name in ("evil_header.csv", "dup_header.csv"):
        loaded = load(
            plan(incoming([CHINESE / name]), tmp_path, given=ASKED[name][1]["given"]), tmp_path, first_batch_id=1
        )
        total = duckdb.sql(f"select sum(amount) from '{loaded.parquet['transactions']}'").fetchone()[0]
        assert float(total) == 1234567.89 + 12000 - 1000.5 + 9876.5


def test_ids_kept_by_a_formula_keep_their_zeros(tmp_path):
    loaded = load(plan(incoming([CHINESE / "excel_eq_text.csv"]), tmp_path), tmp_path, first_batch_id=1)
    assert duckdb.sql(f"select customer_id from '{loaded.parquet['customers']}'").fetchall() == [("00123",), ("00456",)]


def test_rounded_ids_are_rejected_as_damaged(tmp_path):
    plans = plan(incoming([CHINESE / "sci_ids.csv"]), tmp_path, given={"身份证": "customer_id"})
    loaded = load(plans, tmp_path, first_batch_id=1)
    assert duckdb.sql(f"select value, code from '{loaded.rejected}'").fetchall() == [("1.10105E+17", "damaged_id")]


MOST_GROWTH_KB = 200_000
STATUS = Path("/proc/self/status")


def resident_kb(name):
    """VmRSS: what this process holds now; VmHWM: the most since the mark was last set back."""
    return next(int(line.split()[1]) for line in STATUS.read_text().splitlines() if line.startswith(f"{name}:"))


@pytest.fixture
def growth():
    """How many kB the process grew by at its highest, from here to the call."""
    if not STATUS.exists():
        pytest.skip("no /proc/self/status: resident memory cannot be measured here")
    try:
        Path("/proc/self/clear_refs").write_text("5")  # the highest mark starts anew
    except OSError:
        pytest.skip("/proc/self/clear_refs cannot be written: only an earlier peak could be measured here")
    before = resident_kb("VmRSS")
    return lambda: resident_kb("VmHWM") - before


@pytest.fixture
def large(tmp_path):
    """A huge cell, a huge line and an archive that unfolds, written piece by piece so that nothing here holds them."""
    with (tmp_path / "field.csv").open("wb") as file:
        file.write(b'order_at,amount,note\n2024-01-01,1,"')
        file.writelines(b"x" * 1_000_000 for _ in range(19))
        file.write(b'"\n')
    with (tmp_path / "line.csv").open("wb") as file:
        file.write(b"order_at,amount\n")
        file.writelines(b"1," * 500_000 for _ in range(60))
    with zipfile.ZipFile(tmp_path / "rows.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("rows.csv", "w") as member:
            member.write(b"order_at,amount\n")
            for n in range(200):
                member.write(b"".join(b"2024-01-01,%d\n" % (n * 10_000 + row) for row in range(10_000)))
    return [tmp_path / name for name in ("field.csv", "line.csv", "rows.zip")]


def test_the_calling_process_stays_small_whatever_the_file(tmp_path, large, growth):
    small = [CHINESE / name for name in [*LOADED, *REFUSED, *ASKED]]
    outcomes = []
    for paths in (small, *([path] for path in large)):
        plans = plan(incoming(paths), tmp_path)
        outcomes += [each.refused and each.refused.code for each in plans]
        good = [each for each in plans if each.refused is None]
        if good:
            load(good, tmp_path, first_batch_id=1)
    # The peak over all files together: that of each alone is smaller still.
    assert growth() < MOST_GROWTH_KB
    assert outcomes[len(small) :] == [None, "line_too_long", None]


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
