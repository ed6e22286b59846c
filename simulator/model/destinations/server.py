"""The server leg: Segment's servers forward messages to Amplitude's HTTP API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final, Literal

from simulator.documentation.platforms import Platform
from simulator.documentation.rules import Because
from simulator.documentation.settings import MOBILE, Settings
from simulator.errors import CallError, SettingsError
from simulator.model.calls import Alias, Group, Identify, Message, Page, Screen, Track
from simulator.model.commands import (
    Command,
    DeleteUser,
    HTTPEvent,
    HTTPGroupIdentify,
    HTTPIdentify,
    Operation,
    Usermap,
    Warn,
)
from simulator.model.destinations import groups, orders, pages, traits
from simulator.model.destinations.base import Commands, Destination
from simulator.values import JSONObject, Value, describe, number, whole

CONTEXT_FIELDS: Final[tuple[tuple[str, tuple[str, ...], Literal["text", "number"]], ...]] = (
    ("ip", ("ip",), "text"),
    ("device_model", ("device", "model"), "text"),
    ("device_brand", ("device", "brand"), "text"),
    ("device_manufacturer", ("device", "manufacturer"), "text"),
    ("os_name", ("os", "name"), "text"),
    ("os_version", ("os", "version"), "text"),
    ("carrier", ("network", "carrier"), "text"),
    ("app_version", ("app", "version"), "text"),
    ("country", ("location", "country"), "text"),
    ("region", ("location", "region"), "text"),
    ("city", ("location", "city"), "text"),
    ("location_lat", ("location", "latitude"), "number"),
    ("location_lng", ("location", "longitude"), "number"),
    ("language", ("locale", "language"), "text"),
    ("language", ("locale",), "text"),
)
"""Amplitude's field for each part of the context (rule track.context-fields); the first that is present wins."""

REVENUE_FIELDS: Final = (
    ("product_id", "productId", "revenue-v1.product-id"),
    ("quantity", "quantity", "revenue-v1.quantity"),
    ("price", "price", "revenue-v1.price"),
    ("revenue", "revenue", "revenue-v1.revenue"),
    ("revenue_type", "revenueType", "revenue-v1.revenue-type"),
)
"""Field of the HTTP API, Segment property, rule of the row. On the server price has no fallback."""

_NUMERIC: Final = frozenset({"quantity", "price", "revenue"})


class ServerDestination(Destination):
    """The cloud-mode leg as documented; every command carries everything that Amplitude needs to know.

    `source` is the platform of the source whose messages it forwards: a server, or an app in cloud mode.
    """

    platform: ClassVar[Platform] = "server"

    def __init__(self, settings: Settings, *, source: Platform = "server") -> None:
        super().__init__(settings)
        #: "Only available for data originating from a server or web source", whatever the mode (adjudication 11.20).
        self._splits_orders = source not in MOBILE
        prefers_anonymous = settings.prefer_anonymous_id_for_device_id
        chosen = "device-id.prefer-anonymous.server" if prefers_anonymous else "device-id.default.server"
        self._device_rules: Because = (chosen, "device-id.priority.server")
        if settings.use_advertising_id_for_device_id:
            self._device_rules += ("device-id.prefer-advertising.device-mode-only",)

    def track(self, call: Track, message: Message) -> Commands:
        """Send the event, with revenue fields if it has revenue (adjudication 11.13)."""
        why: Because = ("track.event",)
        if call.event == orders.ORDER_COMPLETED:
            if self._splits_orders:
                return self._order(call, message)
            why = ("track.event", "order.mobile-is-track")
        fields, because, warnings = _revenue(call.properties, trigger="revenue")
        if not fields:
            plain = self._events(message, call.event, call.properties, because=why)
            return plain + warnings
        consumed = {source for field, source, _ in REVENUE_FIELDS if field in fields}
        remaining = {name: value for name, value in call.properties.items() if name not in consumed}
        because = (*why, *because, "revenue-v1.event-properties")
        return (*self._events(message, call.event, remaining, revenue=fields, because=because), *warnings)

    def page(self, call: Page, message: Message) -> Commands:
        """Send the events of the settings that are on."""
        return self._page_events(pages.PAGE_EVENTS, call, message)

    def screen(self, call: Screen, message: Message) -> Commands:
        """Send the events of the settings that are on."""
        return self._page_events(pages.SCREEN_EVENTS, call, message)

    def identify(self, call: Identify, message: Message) -> Commands:
        """Apply the traits and the option groups in one identification."""
        operations, because, warnings = traits.operations(
            call.traits, self.settings, increments=True, can_be_added=traits.is_number
        )
        joined, group_warnings = groups.option(message)
        if joined:
            operations += tuple(Operation("$set", group_type, name) for group_type, name in joined.items())
            because = (*because, "groups.identify-legacy")
        if message.user_id:
            because = ("identify.user-id", *because)
        identify = self._identify(message, operations, joined, because)
        return (identify, *warnings, *group_warnings, *_session(message)[1])

    def group(self, call: Group, message: Message) -> Commands:
        """Put the user into the call's group and give the group its properties."""
        found = groups.association(call, self.settings.group_type_trait, self.settings.group_value_trait)
        membership = (Operation("$set", found.group_type, found.name),)
        joined = self._identify(message, membership, {found.group_type: found.name}, found.because)
        warnings = _session(message)[1]
        if not found.from_traits:
            return (joined, *warnings)
        properties = HTTPGroupIdentify(
            group_type=found.group_type,
            name=found.name,
            time=message.timestamp,
            insert_id=f"{message.message_id}/group",
            operations=tuple(Operation("$set", name, value) for name, value in call.traits.items()),
            because=("group.properties",),
        )
        return (joined, properties, *warnings)

    def alias(self, call: Alias, message: Message) -> Commands:
        """Map or unmap a user, if Enable Alias is on (rule alias.off-by-default)."""
        if not self.settings.enable_alias:
            return ()
        unmap = message.option("unmap")
        if unmap is not None:
            if not isinstance(unmap, str) or not unmap:
                text = f"the option unmap must be a user id, not {describe(unmap)}; nothing is unmapped"
                return (Warn(text=text, because=("alias.unmap",)),)
            return (Usermap(user_id=unmap, unmap=True, because=("alias.unmap", "alias.on-segment-servers")),)
        because = ("alias.on-segment-servers", "alias.previous-id", "alias.user-id")
        return (Usermap(user_id=message.previous_id or "", global_user_id=call.user_id, because=because),)

    def delete(self, user_id: str) -> Commands:
        """Ask Amplitude to delete a user.

        Raises `CallError` if it is not a user id, `SettingsError` if the secret key is not set.
        """
        if not isinstance(user_id, str) or not user_id:
            raise CallError(f"deleting a user needs a user id, a string that is not empty, not {describe(user_id)}")
        if not self.settings.secret_key:
            raise SettingsError(
                'deleting a user needs the setting "Secret Key" (rule gdpr.secret-key); '
                "copy it from Amplitude's General Settings",
                because=("gdpr.secret-key",),
            )
        user_id = str.__str__(user_id)  # Of the built-in type: a subclass can't be written as JSON.
        return (DeleteUser(user_id=user_id, secret_key=self.settings.secret_key, because=("gdpr.secret-key",)),)

    def _order(self, call: Track, message: Message) -> Commands:
        order = orders.split(call.properties)
        per_product = self.settings.track_revenue_per_product
        fields, because, warnings = _NONE if per_product else _revenue(order.properties, trigger="revenue")
        rule = ("order.revenue-total",) if fields else ()
        event = self._events(
            message,
            call.event,
            order.properties,
            revenue=fields,
            because=("track.event", "order.split", *rule, *because),
        )
        products: list[Commands] = []
        for index, product in enumerate(order.products):
            fields, because, trouble = _revenue(product, trigger="price") if per_product else _NONE
            rule = ("order.revenue-per-product",) if fields else ()
            products.append(
                self._events(
                    message,
                    orders.PRODUCT_PURCHASED,
                    product,
                    revenue=fields,
                    suffix=f"/product-{index}",
                    because=("order.split", *rule, *because),
                )
            )
            warnings += trouble
        made = (command for events in products for command in events)
        return _warned_once((*event, *made, *order.warnings, *order.missing(), *warnings))

    def _page_events(self, rows: tuple[pages.PageRow, ...], call: Page | Screen, message: Message) -> Commands:
        chosen = pages.matching(rows, self.settings, call)
        several = ("page.one-event-per-setting",) if len(chosen) > 1 else ()
        return _warned_once(
            command
            for row in chosen
            for command in self._events(
                message,
                pages.event_type(row, call),
                pages.event_properties(row, call),
                suffix=f"/{row.because[0]}",
                because=row.because + several,
            )
        )

    def _events(
        self,
        message: Message,
        event_type: str,
        properties: JSONObject,
        *,
        revenue: JSONObject | None = None,
        suffix: str = "",
        because: Because = (),
    ) -> Commands:
        """Return the HTTP API event of a message, with a warning for each option that can't be used."""
        device_id, device_rules = self._device_id(message)
        context: JSONObject = {}
        joined: JSONObject = {}
        session_id = None
        warnings: Commands = ()
        because += device_rules
        if message.call.integrations:
            joined, warnings = groups.option(message)
            session_id, session_warnings = _session(message)
            warnings += session_warnings
        if message.context:
            context = _context(message.context)
        if context:
            because += ("track.context-fields",)
        if joined:
            because += ("groups.event-level",)
        if session_id is not None:
            because += ("session.server",)
        if revenue:
            because += ("revenue.no-currency-conversion",)
        event = HTTPEvent(
            event_type=event_type,
            user_id=message.user_id,
            device_id=device_id,
            time=message.timestamp,
            insert_id=message.message_id + suffix,
            event_properties=properties,
            groups=joined,
            session_id=session_id,
            revenue=revenue or {},
            context=context,
            because=because,
        )
        return (event, *warnings)

    def _identify(
        self, message: Message, operations: tuple[Operation, ...], joined: JSONObject, because: Because
    ) -> HTTPIdentify:
        device_id, device_rules = self._device_id(message)
        session_id, _ = _session(message)
        if session_id is not None:
            because += ("session.server",)
        return HTTPIdentify(
            user_id=message.user_id,
            device_id=device_id,
            time=message.timestamp,
            insert_id=message.message_id,
            operations=operations,
            groups=joined,
            session_id=session_id,
            context=_context(message.context),
            because=(*because, *device_rules),
        )

    def _device_id(self, message: Message) -> tuple[str | None, Because]:
        """Choose between anonymousId and context.device.id; each is the fallback for the other (adjudication 11.3)."""
        device = message.context.get("device")
        named = device.get("id") if isinstance(device, dict) else None
        from_context = named if isinstance(named, str) and named else None
        if self.settings.prefer_anonymous_id_for_device_id:
            return message.anonymous_id or from_context, self._device_rules
        return from_context or message.anonymous_id, self._device_rules


def _warned_once(commands: Iterable[Command]) -> Commands:
    """Return the commands of a message that becomes several events, without repeated warnings."""
    said: set[str] = set()
    kept = []
    for command in commands:
        if isinstance(command, Warn):
            if command.text in said:
                continue
            said.add(command.text)
        kept.append(command)
    return tuple(kept)


def _context(context: JSONObject) -> JSONObject:
    fields: JSONObject = {}
    if not context:
        return fields
    for name, path, kind in CONTEXT_FIELDS:
        value: Value = context
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        if kind == "number":
            value = number(value)
        elif not isinstance(value, str):
            continue
        if value is not None and name not in fields:
            fields[name] = value
    return fields


def _session(message: Message) -> tuple[int | None, Commands]:
    """Read the option session_id: the session's start in milliseconds, or as an ISO 8601 time."""
    given = message.option("session_id")
    if given is None:
        return None, ()
    start = whole(given)
    if start is None and isinstance(given, str):
        start = _iso_milliseconds(given)
    if start is None:
        text = f"the option session_id must be a session's start in milliseconds, not {describe(given)}; it is ignored"
        return None, (Warn(text=text, because=("session.server",)),)
    return start, ()


def _iso_milliseconds(text: str) -> int | None:
    from datetime import datetime

    from simulator.values import milliseconds

    try:
        return milliseconds(datetime.fromisoformat(text))
    except ValueError:
        return None


Revenue = tuple[JSONObject, Because, Commands]
_NONE: Final[Revenue] = ({}, (), ())


def _revenue(properties: JSONObject, *, trigger: str) -> Revenue:
    """Return the HTTP API's revenue fields, the table rows behind them, and a warning for each bad amount.

    There is revenue only if the property `trigger` is an amount (adjudicated: a price alone is not a sale).
    """
    if properties.get(trigger) is None:
        return _NONE
    fields: JSONObject = {}
    rules: list[str] = []
    warnings: list[Warn] = []
    for field, source, rule in REVENUE_FIELDS:
        value = properties.get(source)
        if value is None:
            continue
        if field in _NUMERIC:
            amount = number(value)
            if amount is None:
                shown = f'"{value}"' if isinstance(value, str) else describe(value)
                warnings.append(Warn(text=f'"{source}" must be a number, not {shown}; it is left out of the revenue'))
                continue
            value = amount
        fields[field] = value
        rules.append(rule)
    if trigger not in fields:
        return {}, (), tuple(warnings)
    return fields, tuple(rules), tuple(warnings)
