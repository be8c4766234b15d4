-- metric: whatif.levers
-- grain:  one row per lever: more loyal buyers, fewer lost, higher prices, more referrals
-- needs:  customers, year_buyers, year_margin, all_costs_so_far, cost_groups
-- requires: orders
-- requires: customer_id
-- requires: one_currency
-- param:  loyalty = 0.05
-- param:  losses = 0.02
-- param:  price = 0.01
-- param:  referrals = 0.05
-- param:  margin of prediction.kpis
-- column: lever  code
-- column: profit_gain  money
-- column: gain_share  share
-- column: moved  share
-- column: customers  count
-- column: base_customers  count
-- column: own_share  share
-- column: moved_customers  number
-- column: value_each  money
-- column: gain_share_as_percent  share
-- column: break_even_share  share
-- column: spared_cost  money
-- column: spared_cost_share  share
-- column: year_profit  money
-- column: margin  share
-- column: assumed_margin  share
-- column: buyers  count
-- range:  profit_gain
-- range:  gain_share
-- rate:   own_share = customers / base_customers
-- derived: moved, gain_share_as_percent, break_even_share, spared_cost_share, margin, assumed_margin
-- chart:  bars lever profit_gain gain_share
-- n:      first buyers
-- source: M-24, M-23, M-18, S-32, Q-04, Q-05, Q-06
with members as (
    -- Whom a lever is about: who bought once in the last year; who bought the year before and not since; every buyer;
    -- who came in the last year by the word of another customer.
    select
        l.lever,
        c.customer_key,
        c.customer_id,
        c.customer_name,
        b.last_on as last_order_on,
        case when l.lever = 'losses' then b.revenue_then else b.revenue_now end as revenue,
    from year_buyers as b
    inner join customers as c on b.customer_key = c.customer_key
    inner join (values ('loyalty'), ('losses'), ('price'), ('referrals')) as l (lever)
        on case l.lever
            when 'loyalty' then b.orders_now = 1
            when 'losses' then b.orders_then > 0 and b.orders_now = 0
            when 'price' then b.orders_now > 0
            else b.orders_now > 0 and b.first_on > least($to, $as_of) - interval 1 year and c.referrer_id is not null
        end
),
parts as (
    -- The groups between which a lever moves customers, and what they bring: once, again, buyers, kept, newcomers and
    -- the referred in the last year; first_year and referred_year in the first year of those for whom it is over.
    select
        p.part,
        case when p.part in ('first_year', 'referred_year') then b.first_year_revenue else b.revenue_now end as revenue,
    from year_buyers as b
    inner join customers as c on b.customer_key = c.customer_key
    inner join (
        values
            ('once'), ('again'), ('buyers'), ('earlier'), ('kept'), ('newcomers'), ('referred'), ('first_year'),
            ('referred_year')
    ) as p (part)
        on case p.part
            when 'once' then b.orders_now = 1
            when 'again' then b.orders_now > 1
            when 'buyers' then b.orders_now > 0
            when 'earlier' then b.orders_then > 0
            when 'kept' then b.orders_then > 0 and b.orders_now > 0
            when 'newcomers' then b.orders_now > 0 and b.first_on > least($to, $as_of) - interval 1 year
            when 'referred'
                then b.orders_now > 0 and b.first_on > least($to, $as_of) - interval 1 year and c.referrer_id is not null
            when 'first_year' then b.first_year_revenue is not null
            else b.first_year_revenue is not null and c.referrer_id is not null
        end
),
spent as (
    select
        cast(sum(k.cost_amount) as double) as all_cost,
        cast(sum(case when g.cost_group = 'acquisition' then k.cost_amount end) as double) as winning_cost,
    from all_costs_so_far as k
    left join cost_groups as g on lower(k.cost_kind) = g.cost_kind
    where k.incurred_on > least($to, $as_of) - interval 1 year
)
-- answer
select
    p.part,
    count(*) as customers,
    cast(sum(p.revenue) as double) / nullif(count(p.revenue), 0) as mean,
    var_samp(cast(p.revenue as double)) as variance,
    max(m.margin) as margin,
    bool_or(m.is_assumed) as is_assumed,
    max(s.all_cost) as all_cost,
    max(s.winning_cost) as winning_cost,
    -- Where the data know no referrer at all, how many came by one is not known.
    (select count(referrer_id) from customers) as known_referrers,
from parts as p
cross join year_margin as m
cross join spent as s
group by p.part
order by p.part
