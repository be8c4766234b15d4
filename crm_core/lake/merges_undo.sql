update lake.merges set removed_in = $version where version = $undone and removed_in is null;
