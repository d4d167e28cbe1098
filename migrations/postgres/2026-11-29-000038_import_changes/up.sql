-- The values before and after of what an import would change: a third file beside the uploaded one and the rejects.
ALTER TABLE import_pieces DROP CONSTRAINT import_pieces_part_check;
ALTER TABLE import_pieces ADD CONSTRAINT import_pieces_part_check CHECK (part IN ('file', 'rejects', 'changes'));
