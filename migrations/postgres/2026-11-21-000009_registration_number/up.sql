-- The company's registration number; only some countries have one (src/addresses/registration_number.rs).
ALTER TABLE bill_to ADD COLUMN registration_number TEXT NOT NULL DEFAULT '';
