-- What every account needs in all and from us, over its segments; our part is unknown where nobody says who is us.
-- needs: account_demand
select
    customer_key,
    sum(units) as total_units,
    case when count(is_self) > 0 then sum(case when is_self then units else 0 end) end as our_units,
    sum(case when is_self_made then units else 0 end) as self_made_units,
from account_demand
group by customer_key
