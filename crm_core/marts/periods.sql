-- The first day of every period that a table names in words of its own: a year, a quarter (2025Q3, with the Chinese
-- word for quarter too), or a month. NULL where it is none of these. Of what no period is given, it always held.
create temp table periods as
with named as (
    select period from source.account_demand
    union
    select period from source.joint_value
    union
    select period from source.market_volume
),
parts as (
    select
        period,
        try_cast(nullif(regexp_extract(period, '^\s*(\d{4})', 1), '') as integer) as year_no,
        try_cast(nullif(regexp_extract(period, '^\s*\d{4}\D*(\d{1,2})', 1), '') as integer) as part_no,
        regexp_matches(period, '(?i)q|\x{5B63}') as is_quarter,
    from named
    where period is not null
)
select
    period,
    case
        when year_no not between 1900 and 2200 then null
        when part_no is null then make_date(year_no, 1, 1)
        when is_quarter and part_no between 1 and 4 then make_date(year_no, 3 * part_no - 2, 1)
        when not is_quarter and part_no between 1 and 12 then make_date(year_no, part_no, 1)
    end as period_on,
from parts;
