select * from lake.{table} at (version => {version}) limit 0;
