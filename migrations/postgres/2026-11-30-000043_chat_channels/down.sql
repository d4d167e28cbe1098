DROP TABLE chat_channels;
