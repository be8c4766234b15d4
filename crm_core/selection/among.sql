
and c.customer_key in (select m.customer_key from {among} as m)
