"""The destination in a web page: analytics.js with amplitude-js."""

from __future__ import annotations

from typing import ClassVar, Final

import msgspec

from simulator.documentation.platforms import Platform
from simulator.documentation.settings import Settings
from simulator.model.calls import Message, Page, Track
from simulator.model.commands import Initialize, LogEvent, SetDeviceId, Warn
from simulator.model.destinations import orders, pages, revenue
from simulator.model.destinations.base import Commands
from simulator.model.destinations.client import ClientDestination
from simulator.values import JSONObject

_MOST_SEEN: Final = 1000
_PREFER_ANONYMOUS = ("device-id.prefer-anonymous.web", "device-id.priority.web")


class WebDestination(ClientDestination):
    """Web as documented: page tables, orders split into products, anonymousId as device id on demand."""

    platform: ClassVar[Platform] = "web"
    page_events = pages.PAGE_EVENTS
    revenue_table = revenue.WEB
    increments_traits = False
    knows_out_of_session = False
    #: The calls that reach the integration.
    methods: ClassVar[frozenset[str]] = frozenset({"track", "page", "identify", "group"})

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._rewrites = self._rewrites_all()
        #: The events seen so far, and whether each is an order.
        self._seen: dict[str, bool] = {}

    def initialize(self, anonymous_id: str) -> Commands:
        """Start the SDK; with Prefer Anonymous ID it has that device id from its first event on."""
        settings = self.settings
        prefers_anonymous = settings.prefer_anonymous_id_for_device_id
        return (
            Initialize(
                api_key=settings.api_key,
                device_id=anonymous_id if prefers_anonymous else None,
                device_id_from_url_param=settings.device_id_from_url_param,
                because=_PREFER_ANONYMOUS if prefers_anonymous else (),
            ),
        )

    def map(self, message: Message) -> Commands:
        """Map a message; with Prefer Anonymous ID the device id follows its anonymousId, even without events."""
        commands = super().map(message)
        if self._rewrites or message.call.integrations:
            commands = self._rewritten(commands, message)
        if not self.settings.prefer_anonymous_id_for_device_id or not message.anonymous_id:
            return commands
        if message.call.method not in self.methods:
            return commands
        return (SetDeviceId(device_id=message.anonymous_id, because=_PREFER_ANONYMOUS), *commands)

    def _rewrites_all(self) -> bool:
        """Tell whether the settings change commands after they are mapped."""
        return False

    def _rewritten(self, commands: Commands, message: Message) -> Commands:
        """Return the commands of a message, changed as its options or the settings say."""
        del message
        return commands

    def page(self, call: Page, message: Message) -> Commands:
        """Send the events of the settings that are on."""
        del message
        return self._page_events(call)

    def track(self, call: Track, message: Message) -> Commands:
        """Map an event; Order Completed becomes the order and its products."""
        is_order = self._seen.get(call.event)
        if is_order is None:
            if len(self._seen) >= _MOST_SEEN:
                self._seen.clear()
            is_order = self._seen[call.event] = self._is_order(call.event)
        made = self._order(call, message) if is_order else super().track(call, message)
        return self._typed(call.event, made) if len(made) > 1 else made

    def _typed(self, event: str, commands: Commands) -> Commands:
        """Return the commands of an event, with the revenue type that its name implies."""
        del event
        return commands

    def _is_order(self, event: str) -> bool:
        """Tell whether an event is split into an order and its products."""
        return event == orders.ORDER_COMPLETED

    def _order(self, call: Track, message: Message) -> Commands:
        order = self._split(call.properties)
        event, warnings = self._event(call.event, message)
        commands: list[Commands] = [
            (
                msgspec.structs.replace(
                    event, event_properties=order.properties, because=(*event.because, "order.split")
                ),
            )
        ]
        if not self.settings.track_revenue_per_product:
            commands.append(self._order_revenue(order.properties))
        commands.extend(self._product_events(product, event) for product in order.products)
        return (*(command for made in commands for command in made), *order.warnings, *order.missing(), *warnings)

    def _split(self, properties: JSONObject) -> orders.SplitOrder:
        """Split an order from its products."""
        return orders.split(properties)

    def _product_events(self, product: JSONObject, order: LogEvent) -> Commands:
        """Return the event of one product and, if products have revenue, its revenue."""
        event = self._product(product, order)
        return (event, *self._product_revenue(product)) if self.settings.track_revenue_per_product else (event,)

    def _product(self, product: JSONObject, order: LogEvent) -> LogEvent:
        """Return the event of one product; the option groups applies to every event of the call."""
        grouped = ("groups.event-level",) if order.groups else ()
        return LogEvent(
            event_type=orders.PRODUCT_PURCHASED,
            event_properties=product,
            groups=order.groups,
            because=("order.split", *grouped),
        )

    def _order_revenue(self, properties: JSONObject) -> Commands:
        """Return the revenue of a whole order, if it has any."""
        if not self._is_revenue(properties):
            return ()
        return because_of("order.revenue-total", self._log_revenue(properties, self.revenue_table))

    def _product_revenue(self, product: JSONObject) -> Commands:
        """Return the revenue of one product, if it has a price."""
        table = self.revenue_table.for_products()
        if not table.is_revenue(product):
            return ()
        return because_of("order.revenue-per-product", self._log_revenue(product, table))


def because_of(rule: str, commands: Commands) -> Commands:
    """Add a rule to `because` of revenue commands."""
    return tuple(
        command if isinstance(command, Warn) else msgspec.structs.replace(command, because=(rule, *command.because))
        for command in commands
    )
