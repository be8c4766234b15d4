insert into lake.totals
select $version, $revenue, $order_count, $customer_count, $is_sample
where not exists (select 1 from lake.totals where version = $version);
