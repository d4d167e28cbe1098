-- Domains and keys of addresses are written anew at the next start, by code: no SQL knows IDNA.
INSERT INTO settings (key, value) VALUES ('spelling_version', '0');
