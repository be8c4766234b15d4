select * from mart.batches order by batch_id;
