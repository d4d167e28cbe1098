# Chat channels: their pages, and what the log says about them.
chat-channels = Chat channels
chat-channel = Channel
chat-channels-intro = Channels of Slack, Microsoft Teams, Mattermost or Discord that get the events that you select. Everyone in a channel sees them. Links in messages work after signing in.
chat-channels-none = No chat channels yet
chat-channels-none-text = Add a channel to see new orders, answers and renewals where your team talks.
# $count (Number) - decides between one and many
# $number (String) - the count as it is written
chat-channels-count = { $count ->
    [one] { $number } channel
   *[other] { $number } channels
}
# $most (String) - a number
chat-channels-full = Your company already has { $most } channels, the maximum. Remove a channel first.
chat-channel-new = Add a channel
chat-channel-edit = Change a channel
chat-channel-text = The portal sends one message for everything that happened within a minute. The activity log records who added or changed a channel.
chat-channel-name = Name of the channel
chat-channel-name-hint = For this portal. It does not have to be the name in the chat.
chat-service = Chat service
chat-channel-url = Webhook address
chat-channel-url-hint = The chat service shows it when you add an incoming webhook; in Microsoft Teams, when you add the workflow “Post to a channel when a webhook request is received”. Anyone who has it can post in the channel, so the portal encrypts it and does not show it again.
# $host (String) - such as “hooks.slack.com”
chat-channel-url-kept = The channel has an address at { $host }. Leave this empty to keep it.
# $most (String) - a number of characters
chat-channel-url-bad = Enter the whole webhook address, such as https://hooks.slack.com/services/T0/B0/X, with at most { $most } characters.
chat-channel-url-https = Enter an address that begins with https://
chat-channel-url-private = Enter a public address. For a chat server in your own network, the operator of this portal can allow its address.
chat-channel-language = Language of the messages
chat-channel-events = Events
chat-channel-no-event = Select at least one event.
chat-channel-stale = This channel changed in the meantime. Nothing was saved. Compare it with the list of channels, and save again to replace it.
chat-channel-last = Last message
chat-channel-never = None yet
chat-channel-works = Active
chat-channel-is-paused = Paused
# $moment (String) - a date and time
chat-channel-failing = Failing since { $moment }
# $moment (String) - a date and time
chat-channel-next = Next attempt: { $moment }
channel-paused-person = A user paused it.
channel-paused-failures = No message could be delivered for three days. Check the webhook address, send a test message, and then resume the channel.
channel-paused-restore = The portal was restored from a backup. Resume the channel to send new events.
channel-paused-secret = The address cannot be decrypted, because the portal’s secret was replaced. Enter it again.
chat-channel-test = Send test message
# $partner (String) - the name of the company
chat-channel-test-message = Test message of { $partner }: this channel gets events from the partner portal.
chat-channel-pause = Pause
chat-channel-resume = Resume
chat-channel-remove = Remove
chat-channel-remove-question = Remove this channel?
chat-channel-remove-text = It gets no more messages. Messages in the chat stay there.
chat-channel-created = The channel was added. Send a test message to try it.
chat-channel-saved = The channel was changed.
chat-channel-paused-now = The channel was paused.
chat-channel-resumed = The channel was resumed. It gets events from now on.
chat-channel-removed = The channel was removed.
chat-channel-tested = The test message was delivered.
chat-channel-test-failed = The test message was not delivered. The list shows what the server answered.
job-chat-messages = Send messages to chat channels
event-channel-paused = A chat channel was paused because nothing could be delivered
resource-chat-channel = Chat channel
field-host = Server
field-address-replaced = Address replaced
done-create-chat-channel = Added a chat channel
done-update-chat-channel = Changed a chat channel
done-pause-chat-channel = Paused a chat channel
done-resume-chat-channel = Resumed a chat channel
done-remove-chat-channel = Removed a chat channel
can-manage-chat-channels = Send notices to chat channels
chat-fault-not-public = The address is not public.
chat-fault-unknown-host = The name of the server is unknown. Check the webhook address.
chat-fault-timeout = The server did not answer in time.
chat-fault-refused = The server refused the connection.
chat-fault-no-http = The server did not answer as a web server does.
chat-fault-failed = The request failed.
