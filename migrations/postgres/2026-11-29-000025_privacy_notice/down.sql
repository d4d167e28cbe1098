ALTER TABLE organizations DROP COLUMN privacy_notice;
