n not in (select r.n from repeated as r where r.batch_id = ${batch_id})
