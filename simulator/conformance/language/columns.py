"""The columns of the tables under Then steps, by the kind of row.

A column of a table of paths may continue after a dot: `event_properties.plan`, `library.name`.
"""

from __future__ import annotations

from typing import Final

from simulator.conformance.judging.expectations import BECAUSE
from simulator.conformance.language.arguments import Column

_BECAUSE: Final = Column(BECAUSE, "The rules that made it, which a port is not asked for.")

EVENT: Final = (
    Column("event_type", "The name of the event; `$identify` and `$groupidentify` set properties."),
    Column("user_id", "The user id."),
    Column("device_id", "The device id."),
    Column("session_id", "When the session began, in milliseconds since 1970; -1 outside of sessions."),
    Column("event_id", "The SDK's number of the event among events, or among identifies."),
    Column("sequence_number", "The SDK's number of the event among all."),
    Column("uuid", "The SDK's random id of the event."),
    Column("insert_id", "HTTP API: by which Amplitude knows an event that is sent again."),
    Column("timestamp", "SDKs: when it happened, in milliseconds since 1970."),
    Column("time", "HTTP API: when it happened, in milliseconds since 1970."),
    Column("event_properties", "The properties of the event."),
    Column("user_properties", "The properties of the user, or the operations on them (`$set`, `$add`, …)."),
    Column("groups", "The groups by their types."),
    Column("group_properties", "The properties of the group, or the operations on them."),
    Column("api_properties", "What an SDK says besides: tracking options, vendor and advertising id, location."),
    Column("platform", "`Web`, `iOS` or `Android`."),
    Column("library", "The SDK: `library.name` and `library.version`."),
    Column("version_name", "SDKs: the version of the app."),
    Column("app_version", "HTTP API: the version of the app."),
    Column("os_name", "The operating system; on web the browser."),
    Column("os_version", "The version of that."),
    Column("device_brand", "Android's brand of the device."),
    Column("device_manufacturer", "Who made the device."),
    Column("device_model", "The model of the device; on web the operating system."),
    Column("carrier", "The carrier."),
    Column("language", "The language."),
    Column("country", "The country."),
    Column("region", "HTTP API: the region."),
    Column("city", "HTTP API: the city."),
    Column("location_lat", "HTTP API: the latitude in degrees."),
    Column("location_lng", "HTTP API: the longitude in degrees."),
    Column("ip", "HTTP API: the IP address."),
    Column("user_agent", "Web: the browser's user agent."),
    Column("productId", "HTTP API: the product of a revenue event."),
    Column("price", "HTTP API: its price."),
    Column("quantity", "HTTP API: how many."),
    Column("revenue", "HTTP API: price times quantity, where those are not given."),
    Column("revenueType", "HTTP API: the type of the revenue."),
    Column("receipt", "HTTP API: the receipt."),
    Column("receiptSig", "HTTP API: the signature of the receipt."),
    Column("amplitude", "What Amplitude makes of it: `amplitude.user`, `.sender`, `.revenue`, `.place.city`."),
    _BECAUSE,
)

REQUEST: Final = (
    Column("path", "The path: `/` of an SDK's upload, `/httpapi`, `/identify`; `/2/httpapi` and `/batch` of today."),
    Column("sender", "The source that made it."),
    Column("fields", "The form's fields in their order, a JSON list."),
    Column("version", "The API version of an SDK's upload."),
    Column("upload_time", "When an SDK says that it made the request, in milliseconds since 1970."),
    Column("events", "How many events it had."),
    Column("duplicates", "How many of them had come before."),
    Column("status", "The answer's status; 0 if no answer got through."),
    Column("answer", "The answer's body; where that is JSON, a path into it: `answer.code`."),
    Column("reason", "Why it was rejected; empty if it was accepted."),
    Column("time", "When it came in, in milliseconds since 1970."),
    Column("size", "The size of its body in bytes."),
    Column("ip", "The IP address that it came from."),
    Column("contents", "A role: requests have the same one if they carried the same, word for word."),
)

USERMAP: Final = (
    Column("user_id", "The user id that is mapped."),
    Column("global_user_id", "The user id that it is mapped to."),
    Column("unmap", "Whether a mapping is undone."),
    Column("sender", "The source that made the request."),
)

COMMAND: Final = (
    Column("method", "The name of the SDK's method, or of the HTTP API."),
    Column("userId", "The user id."),
    Column("deviceId", "The device id."),
    Column("eventType", "The name of the event."),
    Column("eventProperties", "The properties of the event."),
    Column("groups", "The groups by their types."),
    Column("outOfSession", "Whether it is outside of sessions."),
    Column("operations", "The operations on properties, in order."),
    Column("properties", "The properties of the user."),
    Column("groupType", "The type of the group."),
    Column("name", "The name of the group."),
    Column("productId", "The product of a revenue."),
    Column("price", "Its price."),
    Column("quantity", "How many."),
    Column("revenue", "HTTP API: price, quantity, revenue and type of a revenue."),
    Column("revenueType", "The type of the revenue."),
    Column("receipt", "The receipt."),
    Column("receiptSignature", "The signature of the receipt."),
    Column("optOut", "Whether the user opts out."),
    Column("versionName", "The version of the app."),
    Column("time", "HTTP API: when it happened, in milliseconds since 1970."),
    Column("insertId", "HTTP API: by which Amplitude knows an event that is sent again."),
    Column("sessionId", "HTTP API: when the session began."),
    Column("context", "HTTP API: what Segment's context says of device and place."),
    Column("globalUserId", "Usermap: the user id that the other is mapped to."),
    Column("unmap", "Usermap: whether a mapping is undone."),
    Column("secretKey", "Deletion: the key with which it is asked for."),
    Column("reason", "Why the SDK throws."),
    _BECAUSE,
)

MESSAGE: Final = (
    Column("type", "The call: `track`, `page`, `screen`, `identify`, `group` or `alias`."),
    Column("event", "Track: the name of the event."),
    Column("name", "Page and screen: the name."),
    Column("category", "Page and screen: the category."),
    Column("properties", "The properties."),
    Column("traits", "Identify and group: the traits."),
    Column("userId", "The user id."),
    Column("anonymousId", "The anonymous id."),
    Column("groupId", "Group: the group ID."),
    Column("previousId", "Alias: the previous id."),
    Column("context", "What the library knows of app, device, page and campaign."),
    Column("integrations", "The options for integrations."),
    Column("timestamp", "When the call was made, as ISO 8601."),
    Column("messageId", "The random id of the message."),
)

USER_GROUP: Final = (
    Column("group_type", "The type of the group."),
    Column("name", "The name of the group."),
)

GLOBAL_USER: Final = (
    Column("global_user_id", "The user id across projects."),
    Column("user_ids", "The user ids that it stands for, a JSON list."),
)
