-- The lines with what their orders say, in the order of the lines, then the orders without a line.
copy (
    with orders as (
        select row_number() over () as n, id_of(${order_id}) as id, * from ${orders} where not ${is_no_order}
    ),
    lines as (select row_number() over () as n, id_of(${line_id}) as id, (10000 * (${weight}))::hugeint as said_weight, * from ${lines}),
    weighed as (
        select
            *,
            -- Where a line of the order has no weight, or none has any, all of them count alike.
            case
                when bool_and(coalesce(said_weight >= 0, false)) over (partition by id)
                    and sum(said_weight) over (partition by id) > 0
                    then said_weight else 1
            end as weight
        from lines
    ),
    shared as (
        select
            *,
            sum(weight) over (partition by id order by n rows between unbounded preceding and current row) as upto,
            sum(weight) over (partition by id) as whole,
            n = max(n) over (partition by id) as is_last
        from weighed
    )
    select ${cells}
    from shared as l
    full join orders as o on l.id = o.id
    order by l.n is null, l.n, o.n
) to ${target} (format csv, header false)
