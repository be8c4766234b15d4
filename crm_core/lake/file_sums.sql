select path, sha256 from lake.data_files;
