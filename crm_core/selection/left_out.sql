-- Lines that the answer does not count, by reason.
select reason, cast(sum(line_count) as bigint) as line_count
from (
    select
        case
            when kind = 'sale' or ($rule = 'net' and is_net) then
                case when has_customer then null else 'no_customer' end
            else kind
        end as reason,
        line_count,
    from {counted}
)
where reason is not null
group by reason
order by reason
