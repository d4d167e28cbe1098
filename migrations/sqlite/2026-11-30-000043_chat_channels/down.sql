DELETE FROM sqlite_stat1 WHERE tbl = 'chat_channels';
DROP TABLE chat_channels;
