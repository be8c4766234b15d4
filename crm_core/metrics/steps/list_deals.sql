-- The best deal of every product in every fortnight of lists.
-- needs: price_list, list_cycles
select *
from (
    select
        k.cycle,
        p.product_id,
        p.deal_price,
        coalesce(p.supplier_fund, 0) as supplier_fund,
        row_number() over (
            partition by k.cycle, p.product_id
            order by p.deal_price, coalesce(p.supplier_fund, 0) desc, p.valid_from, p.valid_to
        ) as place,
    from price_list as p
    inner join list_cycles as k
        on (p.valid_from <= k.ends_on or p.valid_from is null)
        and (p.valid_to > k.seen_on or p.valid_to is null)
    where p.deal_price is not null
)
where place = 1
