-- metric: accounts.suppliers
-- grain:  one row per account and supplier, the largest accounts first; beyond eight accounts those after the seventh are one
-- needs:  customers, account_demand
-- requires: account_demand
-- column: account  code
-- column: supplier  code
-- column: units  number
-- column: supplier_share  share
-- column: customers  count
-- column: accounts  count
-- whole:  supplier_share
-- chart:  parts account supplier units
-- n:      first accounts
-- source: S-55, M-53
with sold as (
    select
        d.customer_key,
        c.customer_id,
        c.customer_name,
        case when d.is_self then '@self' when d.is_self_made then '@self_made' else d.supplier end as named,
        sum(d.units) as units,
    from account_demand as d
    inner join customers as c on d.customer_key = c.customer_key
    where d.units > 0
    group by all
),
placed as (
    select
        customer_key,
        row_number() over (order by sum(units) desc, customer_key) as place,
        count(*) over (partition by true) as account_count,
    from sold
    group by customer_key
),
rivals as (
    select named, row_number() over (order by sum(units) desc, named) as rival_place, count(*) over (partition by true) as rival_count
    from sold
    where named is not null and named not in ('@self', '@self_made')
    group by named
),
members as (
    select
        s.customer_key,
        s.customer_id,
        s.customer_name,
        case when p.account_count > 8 and p.place > 7 then '…' else s.customer_id end as account,
        case when r.rival_count > 5 and r.rival_place > 4 then '…' else s.named end as supplier,
        case when p.account_count > 8 and p.place > 7 then 8 else p.place end as account_order,
        case
            when s.named = '@self' then 0
            when s.named = '@self_made' then 1
            when r.rival_count > 5 and r.rival_place > 4 then 7
            else coalesce(r.rival_place + 1, 8)
        end as supplier_order,
        p.account_count,
        sum(s.units) as units,
    from sold as s
    inner join placed as p on s.customer_key = p.customer_key
    left join rivals as r on s.named = r.named
    group by all
)
-- answer
select
    account,
    supplier,
    cast(sum(units) as double) as units,
    cast(sum(units) as double) / nullif(sum(sum(units)) over (partition by account_order), 0) as supplier_share,
    count(*) as customers,
    max(account_count) as accounts,
from members
group by account, account_order, supplier, supplier_order
order by account_order, supplier_order
