"""What an unknown header could be: by its name, by what stands under it, and how sure that is."""

from crm_core.ingest import Incoming, match, plan
from crm_core.ingest.contract import EXTRA, Guess, Mapping
from crm_core.ingest.guess import guesses, likely
from crm_core.schema import tables


def guessed(table, header, rows):
    known = match.columns_of(table, header)
    columns = [known.get(at, EXTRA) for at in range(len(header))]
    return guesses(tables()[table], header, columns, rows)


def test_a_name_that_is_like_a_known_one_is_guessed_with_its_likeness():
    found = guessed("transactions", ["客户编号", "下单时间", "金额", "订单编号2", "收货省份名称"], [])
    assert {at: guess.column for at, guess in found.items()} == {3: "order_id", 4: "ship_region"}
    assert all(0.7 <= guess.confidence <= 0.95 for guess in found.values())


def test_values_that_nothing_else_has_are_recognised_under_any_name():
    header = ["客户编号", "甲", "乙", "丙", "丁"]
    rows = [
        ("1", "138 0013 8000", "a@b.cn", "男", "浙江省"),
        ("2", "+86 13900139000", "c@d.com.cn", "女", "上海"),
        ("3", "010-65551234", "", "男", "内蒙古自治区"),
        ("4", "13700137000", "e@f.cn", "女", "广东"),
    ]
    assert guessed("customers", header, rows) == {
        1: Guess("phone", 0.9),
        2: Guess("email", 0.9),
        3: Guess("gender", 0.9),
        4: Guess("region", 0.9),
    }


def test_three_values_are_too_few_to_say_anything_and_words_fit_nothing():
    assert guessed("customers", ["客户编号", "甲"], [("1", "13800138000"), ("2", "13900139000")]) == {}
    assert guessed("customers", ["客户编号", "甲"], [(str(n), f"备注{n}") for n in range(9)]) == {}


def test_a_file_without_any_known_header_is_taken_for_what_its_values_fit():
    rows = [("A1", "2024-03-05", "1,200.50"), ("A2", "2024-03-06", "80"), ("A1", "2024-03-09", "-15.5")]
    mapping, found = likely(("甲", "乙", "丙"), rows)
    assert mapping == Mapping("transactions", (EXTRA, EXTRA, EXTRA))
    assert {at: guess.column for at, guess in found.items()} == {1: "order_at", 2: "amount"}
    assert {guess.confidence for guess in found.values()} == {0.6}


def test_what_cannot_be_any_table_is_not_guessed_at():
    assert likely(("标题", "正文"), [("你好", "今天下雨"), ("再见", "明天晴"), ("好", "后天")]) is None


def test_a_refused_file_carries_what_it_could_be_and_is_still_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("甲,乙\n2024-03-05,12.5\n2024-03-06,80\n2024-03-09,3\n", "utf-8")
    found = plan([Incoming(path, path.name)], tmp_path)[0]
    assert (found.refused.code, found.mapping) == ("no_table", None)
    assert found.likely == Mapping("transactions", (EXTRA, EXTRA))
    assert found.guesses == {0: Guess("order_at", 0.6), 1: Guess("amount", 0.6)}
