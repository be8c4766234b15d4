-- Who gets a list in which fortnight: customers who spent enough a week in the eight weeks before it, with what they
-- brought in the year (52 weeks) before it, and whether they are expected: their next purchase at all is likely by the
-- end of the fortnight and not yet given up (who bought on one day only has the rhythm of the others).
-- kept: it takes a second where there are millions of orders, and the cards about lists share it
-- needs: orders_so_far, list_cycles, purchase_due
select
    s.*,
    coalesce(p.due_on <= s.ends_on and p.gone_on > s.seen_on, false) as is_expected,
from (
    -- First who spent enough of late, which few orders tell; only their year is added up.
    select
        r.cycle,
        r.seen_on,
        r.ends_on,
        r.customer_key,
        r.weekly_spend,
        cast(sum(o.amount) as double) as value_of_year,
    from (
        select
            k.cycle,
            k.seen_on,
            k.ends_on,
            o.customer_key,
            cast(sum(o.amount) as double) / nullif(8, 0) as weekly_spend,
        from orders_so_far as o
        inner join list_cycles as k on o.order_on > k.seen_on - 56 and o.order_on <= k.seen_on
        where o.customer_key is not null
        group by k.cycle, k.seen_on, k.ends_on, o.customer_key
        having sum(o.amount) >= 8 * $weekly
    ) as r
    inner join orders_so_far as o
        on r.customer_key = o.customer_key and o.order_on > r.seen_on - 364 and o.order_on <= r.seen_on
    group by r.cycle, r.seen_on, r.ends_on, r.customer_key, r.weekly_spend
) as s
left join purchase_due as p
    on s.customer_key = p.customer_key
    and p.order_on <= s.seen_on
    -- Not "is null or": a left join with an or in it holds every customer against every other.
    and coalesce(p.next_on, date '9999-12-31') > s.seen_on
    -- What was over before the first of these fortnights says nothing; the engine need not keep it.
    and coalesce(p.next_on, date '9999-12-31') > least($to, $as_of) - 14 * cast($cycles as integer)
