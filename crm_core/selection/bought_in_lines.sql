and c.customer_key in (
    select t.customer_key
    from mart.transactions as t
    where t.order_on <= $to
    /* line filters */
)
