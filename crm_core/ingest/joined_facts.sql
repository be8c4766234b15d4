-- How a file of orders and a file of their lines fit, counted: rows as read, orders, and what keeps them apart.
with orders as (
    select
        id_of(${order_id}) as id,
        len(list_filter(${money}, lambda x: not is_missing(x) and bare_amount(x) is null)) as unclear
    from ${orders}
    where not ${is_no_order}
),
lines as (select id_of(${line_id}) as id from ${lines})
select
    (select count(*) from ${orders}) as order_rows,
    (select count(*) from orders) as orders,
    (select count(distinct id) from orders) as order_ids,
    (select coalesce(sum(unclear), 0)::bigint from orders) as unclear_amounts,
    (select count(*) from lines) as line_rows,
    (select count(*) from lines where id in (select id from orders)) as lines_of_orders,
    (select count(*) from orders where id in (select id from lines)) as orders_with_lines
