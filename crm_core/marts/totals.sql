-- What every version up to this one amounts to. Those of earlier versions were noted in the books when the next one was
-- made, so they stay known after their serving files and snapshots are gone.
-- Revenue counts sales as sold; amounts of several currencies cannot be added up and are unknown.
create table mart.totals as
select version, revenue, order_count, customer_count, is_sample
from source.totals
union all
select
    cast({version} as integer) as version,
    case when f.currency_count < 2 then coalesce((select sum(o.sale_amount) from mart.orders as o), 0) end as revenue,
    (select count(case when o.is_sale then 1 end) from mart.orders as o) as order_count,
    f.customer_count,
    f.is_sample,
from mart.facts as f
order by version;
