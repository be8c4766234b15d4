select batch_id, cast(sum(row_count) as bigint) as rows_replaced from gave_way group by batch_id;
