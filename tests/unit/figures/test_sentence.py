from datetime import date

from crm_core.figures import sentence


def test_pyramid_tells_the_first_tier_n_and_the_comparison(tiers, words):
    answer, chart = tiers
    assert sentence(answer, chart, "zh", words) == (
        "VIP：214 位客户，销售额占比 28.7%；比对比期 +2.1 个百分点（n = 18,201）"
    )
    assert sentence(answer, chart, "en", words) == (
        "VIP: 214 customers, 销售额占比 28.7%; +2.1 pts against the comparison (n = 18,201)"
    )


def test_pareto_tells_top_fifth_need_and_gini(answer, words):
    columns = {
        "customer_share": "share", "revenue_share": "share", "band": "code", "top_20_share": "share",
        "customers_for_80_share": "count", "gini": "number",
    }  # fmt: skip
    table = answer(columns, [(0.2, 0.735, "vip", 0.735, 6321, 0.7)], n=None)
    chart = ("pareto", "customer_share", "revenue_share", "band")
    assert (
        sentence(table, chart, "zh", words) == "前 20% 的客户，销售额占比 73.5%；6,321 位客户就带来 80%；基尼系数 0.70"
    )


def test_time_tells_the_last_finished_period(answer, words):
    columns = {"period_on": "date", "revenue": "money", "is_unfinished": "boolean"}
    rows = [(date(2025, m, 1), v, m == 4) for m, v in ((1, 300.0), (2, 100.0), (3, 110.0), (4, 900.0))]
    chart = ("time", "period_on", "revenue", "is_unfinished")
    told = sentence(answer(columns, rows, grain="month"), chart, "zh", words)
    assert told == "2025-03，销售额 ¥110；比上一期 +10.0%；最高在 2025-01，¥300（n = 1,000）"
    only = sentence(answer(columns, rows[3:], grain="month"), chart, "zh", words)
    assert only == "2025-04，销售额 ¥900（本期不完整）（n = 1,000）"


def test_time_compares_row_by_row_and_a_zero_base_is_no_percentage(answer, words):
    columns, chart = {"period_on": "date", "revenue": "money"}, ("time", "period_on", "revenue")
    table = answer(columns, [(date(2025, 1, 1), 300.0)], [(date(2024, 1, 1), 0.0)], grain="month")
    told = sentence(table, chart, "en", words)
    assert told == "2025-01: 销售额 ¥300; nothing comparable in the comparison period (n = 1,000)"


def test_a_week_cut_short_on_the_other_side_is_compared_with_nothing_there(answer, words):
    columns = {"period_on": "date", "revenue": "money", "is_unfinished": "boolean"}
    now = [(date(2025, 3, d), v, d == 17) for d, v in ((3, 200.0), (10, 300.0), (17, 50.0))]
    before = [(date(2024, 3, 4), 100.0, False), (date(2024, 3, 11), 10.0, True)]
    told = sentence(answer(columns, now, before, grain="week"), ("time", *columns), "zh", words)
    assert told == "2025-03-10 当周，销售额 ¥300；比上一期 +50.0%（n = 1,000）"


def test_bars_tell_the_highest_and_the_lowest_known_value_wherever_they_stand(answer, words):
    rows = [("west", 50.0, 0.1), ("east", 400.0, 0.8), ("north", None, None), ("south", -20.0, 0.1)]
    table = answer({"region": "code", "revenue": "money", "share": "share"}, rows)
    told = sentence(table, ("bars", "region", "revenue", "share"), "zh", words)
    assert told == "销售额最高的是east，¥400，share 80.0%；最低的是south，−¥20.00（n = 1,000）"


def test_matrix_tells_its_highest_cell(answer, words):
    table = answer({"r": "code", "f": "code", "customers": "count"}, [("1", "1", 5), ("5", "4", 1204)])
    told = sentence(table, ("matrix", "r", "f", "customers"), "en", words)
    assert told == "Highest at r 5, f 4: 客户数 1,204 (n = 1,000)"


BRIDGE = ("bridge", "step", "amount", "customers")


def steps(answer, *rows):
    columns = {"step": "code", "amount": "money", "customers": "count"}
    return answer(columns, [(step, amount, None) for step, amount in rows])


def test_a_bridge_tells_the_change_and_its_largest_gain_and_loss_each_in_a_unit_of_its_own(answer, words):
    table = steps(
        answer, ("before", 9.4e7), ("lost", -3e6), ("less", -1e6), ("more", 3e6), ("new", 9e6), ("now", 1.02e8)
    )
    assert sentence(table, BRIDGE, "zh", words) == (
        "now ¥1.02亿；比对比期 +8.5%；增加最多：new +¥900万；减少最多：lost −¥300万（n = 1,000）"
    )
    assert sentence(table, BRIDGE, "en", words) == (
        "now: ¥102M; +8.5% against the comparison; biggest gain: new +¥9M; biggest loss: lost −¥3M (n = 1,000)"
    )


def test_a_bridge_without_losses_or_from_nothing_invents_none(answer, words):
    only_new = steps(answer, ("before", 0.0), ("lost", 0.0), ("new", 50.0), ("now", 50.0))
    assert sentence(only_new, BRIDGE, "en", words) == (
        "now: ¥50.00; nothing comparable in the comparison period; biggest gain: new +¥50.00 (n = 1,000)"
    )
    unmoved = steps(answer, ("before", 50.0), ("lost", None), ("new", 0.0), ("now", 50.0))
    assert sentence(unmoved, BRIDGE, "en", words) == "now: ¥50.00; same as the comparison (n = 1,000)"


def test_two_amounts_are_told_by_how_many_times_one_is_the_other(answer, words):
    table = answer({"side": "code", "cost": "money"}, [("win", 81.0), ("keep", 2.0)])
    told = sentence(table, ("bars", "side", "cost"), "zh", words)
    assert told == "cost最高的是win，¥81.00；是keep（¥2.00）的 40.5 倍（n = 1,000）"
    free = answer({"side": "code", "cost": "money"}, [("win", 81.0), ("keep", 0.0)])
    assert "倍" not in sentence(free, ("bars", "side", "cost"), "zh", words)


def test_a_ladder_is_told_by_its_second_and_its_last_step(answer, words):
    columns = {"step": "code", "customers": "count", "reached_share": "share"}
    rows, then = [(1, 100, 1.0), (2, 70, 0.7), (3, 20, 0.2)], [(1, 90, 1.0), (2, 54, 0.6), (3, 9, 0.1)]
    told = sentence(answer(columns, rows, then), ("bars", "step", "customers", "reached_share"), "zh", words)
    assert told == "2：70.0% 的首购客户买到；比对比期 +10.0 个百分点；3：20.0% 的首购客户买到（n = 1,000）"


def test_a_map_without_anybody_in_a_province_names_no_province(answer, words):
    columns = {"province": "code", "place": "text", "customers": "count", "revenue": "money"}
    chart = ("tiles", "province", "place", "customers", "revenue")
    rows = [("anhui", None, 0, 0), ("beijing", None, 0, 0), (None, "France", 7, 90)]
    assert sentence(answer(columns, rows, n=7), chart, "en", words) == "7 in none of the provinces (n = 7)"
    rows[1] = ("beijing", None, 2, 30)
    assert "beijing, 2; 7 in none of the provinces" in sentence(answer(columns, rows, n=9), chart, "en", words)


def test_bars_of_nothing_but_groups_with_nobody_do_not_stand_for_the_one_that_is_unknown(answer, words):
    columns = {"reason": "code", "expected_loss": "money", "customers": "count"}
    chart = ("bars", "reason", "expected_loss", "customers")
    told = sentence(answer(columns, [("silent", 0.0, 0), ("overdue", None, 3)]), chart, "zh", words)
    assert told.startswith("预计损失说不准") and "0.00" not in told
    # Nobody in any group is a loss of nothing, and a known loss is told beside an unknown one.
    assert "说不准" not in sentence(answer(columns, [("silent", 0.0, 0), ("overdue", 0.0, 0)]), chart, "zh", words)
    assert "¥8" in sentence(answer(columns, [("silent", 8.0, 2), ("overdue", None, 3)]), chart, "zh", words)


def test_neither_the_rest_nor_a_group_with_nobody_is_the_first_or_the_last(answer, words):
    columns = {"product": "text", "revenue": "money", "customers": "count"}
    rows = [("milk", 49.0, 5), ("tea", 30.0, 2), ("jam", 0.0, 0), ("…", 400.0, 60)]
    told = sentence(answer(columns, rows), ("bars", "product", "revenue", "customers"), "zh", words)
    assert told == "销售额最高的是milk，¥49.00，客户数 5（n = 1,000）"
    told = sentence(answer(columns, rows[:2] + rows[3:]), ("bars", "product", "revenue", "customers"), "zh", words)
    assert told == "销售额最高的是milk，¥49.00，客户数 5；最低的是tea，¥30.00（n = 1,000）"
