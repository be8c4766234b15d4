insert into lake.merges
select
    $version,
    null,
    unnest($group_ids),
    unnest($customer_ids),
    unnest($kept_ids),
    unnest($decisions),
    $decided_at,
    $decided_by,
    $is_sample;
