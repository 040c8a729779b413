DROP TABLE server_imports;
