"""A reader that is asked nothing gives the engine's memory back; the next question is answered as before."""

from crm_core.marts.build import serving_path

HEADER = "order_id,customer_id,order_at,amount\n"
REVENUE = "select sum(sale_amount) from mart.orders"


def test_an_idle_reader_rests_and_answers_the_same(workspace, imported):
    imported(workspace, "a.csv", HEADER + "o1,C1,2024-01-01,5\no2,C2,2024-01-02,7\n")
    reader = workspace.reader()
    under_way = reader.query("from range(3)")
    workspace.rest(0, 1)
    assert reader.is_resting
    assert under_way.fetchall() == [(0,), (1,), (2,)]
    assert workspace.reader() is reader  # answers are kept by it
    assert float(reader.query(REVENUE).fetchone()[0]) == 12
    assert not reader.is_resting


def test_what_was_asked_just_now_or_is_small_stays_open(workspace, imported):
    imported(workspace, "a.csv", HEADER + "o1,C1,2024-01-01,5\n")
    size = serving_path(workspace.folder, 1).stat().st_size
    for seconds, from_bytes in ((60, 1), (0, size + 1)):
        workspace.rest(seconds, from_bytes)
        assert not workspace.reader().is_resting


def test_a_file_that_was_swept_away_meanwhile_is_built_again(workspace, imported):
    imported(workspace, "a.csv", HEADER + "o1,C1,2024-01-01,5\n")
    reader = workspace.reader(1)
    workspace.rest(0, 1)
    serving_path(workspace.folder, 1).unlink()
    assert float(workspace.reader(1).query(REVENUE).fetchone()[0]) == 5
    assert workspace.reader(1) is reader


def test_a_reader_whose_file_is_gone_keeps_it_open(workspace, imported):
    imported(workspace, "a.csv", HEADER + "o1,C1,2024-01-01,5\n")
    reader = workspace.reader(1)
    serving_path(workspace.folder, 1).unlink()
    workspace.rest(0, 1)
    assert float(reader.query(REVENUE).fetchone()[0]) == 5
