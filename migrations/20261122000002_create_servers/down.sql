DROP TABLE server_drafts, servers;
