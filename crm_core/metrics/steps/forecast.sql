-- What is expected of every buyer: by the model, or where that refuses by the repeat purchases of its last year (or
-- of as many weeks as there are) once more.
-- A customer whose own spending is not known is taken to spend what the model expects of anyone.
-- needs: buying
select
    b.*,
    -- Without a model only the silence is known, and nobody says how likely its end is.
    case when $model_state = 'fits' then m.p_alive end as p_alive,
    b.end_day - b.last_day < 364 as is_recent,
    case
        when $model_state = 'fits' then m.expected_orders
        else cast(nullif(b.recent_repeat_days, 0) * cast($horizon as integer) as double) / nullif($observed_weeks, 0)
    end as expected_orders,
    case
        when $model_state = 'fits' then m.discounted_orders
        -- Half of the horizon lies before an average purchase.
        else cast(nullif(b.recent_repeat_days, 0) * cast($horizon as integer) as double) / nullif($observed_weeks, 0)
            * pow(1 + $discount[1], -cast($horizon as double) / nullif(104, 0))
    end as discounted_orders,
    case
        when cast($spend_p as double) is null then b.mean_spend
        when b.repeat_days = 0 or b.spend is null
            then cast($spend_p as double) * cast($spend_v as double) / nullif(cast($spend_q as double) - 1, 0)
        else cast($spend_p as double) * (cast($spend_v as double) + b.repeat_days * greatest(b.spend, 0))
            / nullif(cast($spend_p as double) * b.repeat_days + cast($spend_q as double) - 1, 0)
    end as spend_per_order,
from buying as b
left join $buying_model as m
    on b.repeat_days = m.repeat_days
    and b.last_day = m.last_day
    and b.end_day = m.end_day
