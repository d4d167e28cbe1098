ALTER TABLE bill_to DROP COLUMN registration_number;
