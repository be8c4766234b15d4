"""What holds for every row of the sample company, whatever the seed."""


def test_amount_is_quantity_times_price_less_discount(demo):
    assert demo.row(
        "select count(*) from transactions where amount <> quantity * unit_price - discount_amount or amount is null"
    ) == (0,)


def test_sign_follows_kind(demo):
    rows = demo.rows("select kind, min(sign(quantity)), max(sign(quantity)) from transactions group by 1 order by 1")
    assert rows == [("cancelled", 1, 1), ("return", -1, -1), ("sale", 1, 1)]
    assert demo.row("select count(*) from transactions where sign(amount) <> sign(quantity)") == (0,)


def test_lines_lie_in_order_of_time_and_end_in_an_unfinished_month(demo):
    unsorted, first, last = demo.row(
        """select count(*) filter (order_at < before), min(order_at)::date::varchar, max(order_at)::date::varchar
        from (select order_at, lag(order_at) over (order by file_row_number) as before
              from read_parquet($path, file_row_number = true))""",
        path=str(demo.folder / "transactions.parquet"),
    )
    assert (unsorted, first, last) == (0, "2023-10-01", "2026-10-18")


def test_an_order_has_one_customer_one_time_and_two_to_three_lines(demo):
    mean, mixed = demo.row(
        """select avg(lines), count(*) filter (customers > 1 or times > 1)
        from (select count(*) as lines, count(distinct coalesce(customer_id, '')) as customers,
                     count(distinct order_at) as times from transactions group by order_id)"""
    )
    assert mixed == 0
    assert 2 <= mean <= 3


def test_walk_in_lines_are_rare_and_in_a_store(demo):
    share, elsewhere = demo.row(
        """select count(*) filter (customer_id is null) / count(*),
                  count(*) filter (customer_id is null and (channel <> 'store' or store_id is null))
        from transactions"""
    )
    assert 0.006 <= share <= 0.010
    assert elsewhere == 0


def test_nothing_is_sold_before_its_launch_or_after_its_end(demo):
    outside = demo.row(
        """select count(*) from transactions join products using (product_id)
        where kind = 'sale' and (order_at < launched_on or order_at::date > ended_on)"""
    )
    assert outside == (0,)


def test_nobody_orders_before_the_contract(demo):
    early, without_contract = demo.row(
        """select count(*) filter (order_at::date < contracted_on), count(*) filter (contracted_on is null)
        from transactions join customers using (customer_id)"""
    )
    assert (early, without_contract) == (0, 0)


def test_customer_groups_have_their_size_and_only_their_own_columns(demo):
    shares = dict(demo.rows("select relation_role, count(*) / sum(count(*)) over () from customers group by 1"))
    assert abs(shares["consumer"] - 0.92) < 0.001
    assert abs(shares["retailer"] - 0.07) < 0.001
    crossed = demo.row(
        """select count(*) filter (customer_kind = 'person' and (industry is not null or occupation is null)),
                  count(*) filter (customer_kind = 'organisation' and (birth_date is not null or gender is not null)),
                  count(*) filter (relation_role <> 'consumer' and customer_kind <> 'organisation')
        from customers"""
    )
    assert crossed == (0, 0, 0)


def test_a_dealer_is_the_partner_of_dealer_orders(demo):
    wrong_role, wrong_channel = demo.row(
        """select count(*) filter (relation_role <> 'dealer'), count(*) filter (channel <> 'dealer')
        from transactions join customers on partner_id = customers.customer_id"""
    )
    assert (wrong_role, wrong_channel) == (0, 0)


def test_costs_are_positive_and_inside_the_period(demo):
    wrong = demo.row(
        """select count(*) from customer_costs
        where cost_amount <= 0 or incurred_on not between date '2023-10-01' and date '2026-10-18'"""
    )
    kinds = [kind for (kind,) in demo.rows("select distinct cost_kind from customer_costs order by 1")]
    assert wrong == (0,)
    assert kinds == ["acquisition", "compensation", "logistics", "retention", "sales", "service"]
