DELETE FROM settings WHERE key = 'spelling_version';
