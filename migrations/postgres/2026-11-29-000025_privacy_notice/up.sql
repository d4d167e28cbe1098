-- The address of the partner's privacy notice, for invitations and their mail.
ALTER TABLE organizations ADD COLUMN privacy_notice TEXT NOT NULL DEFAULT '';
