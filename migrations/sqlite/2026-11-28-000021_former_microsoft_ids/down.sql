DROP TABLE former_microsoft_ids;
