insert into entries (kind, title, body, owner, made_at, made_by)
values (:kind, :title, :body, :owner, :made_at, :made_by)
