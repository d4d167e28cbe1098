DELETE FROM import_pieces WHERE part = 'changes';
ALTER TABLE import_pieces DROP CONSTRAINT import_pieces_part_check;
ALTER TABLE import_pieces ADD CONSTRAINT import_pieces_part_check CHECK (part IN ('file', 'rejects'));
