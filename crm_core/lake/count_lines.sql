select count(*) from lake.transactions at (version => {version});
