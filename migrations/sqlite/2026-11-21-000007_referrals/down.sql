DELETE FROM sqlite_stat1 WHERE tbl = 'referrals';
DROP TABLE referrals;
