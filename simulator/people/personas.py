"""Seeded people and purchases, for tests and explorations that need lifelike data.

The same seed gives the same data on every machine and every day: nothing here reads today's date, and each call
has its own generator. The words come from Faker, which the extra `devicemode[pytest]` installs; they may change with
its release. `simulator.people.journeys` has days of use.
"""

from __future__ import annotations

import re
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

import msgspec

from simulator.errors import UsageError, nearest
from simulator.model.clock import EPOCH
from simulator.model.device import locales as known_locales
from simulator.model.device import uuid4
from simulator.values import JSONObject, iso_date

if TYPE_CHECKING:
    from faker import Faker


DAY: Final = 24 * 60 * 60 * 1000
"""A day in milliseconds."""


class Persona(msgspec.Struct, frozen=True, kw_only=True):
    """Someone who uses an app."""

    user_id: str
    #: A locale that the simulator's devices know, `en_US`.
    locale: str
    #: In the terms of Segment's spec for identify.
    traits: JSONObject
    #: The company that they work for.
    group_id: str
    #: In the terms of Segment's spec for group; `industry` and `name` as in the documentation's example.
    group_traits: JSONObject


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A purchase. Its sums add up to the cent.

    `revenue` is the sum of price times quantity over the products, `total` is the amount paid:
    `revenue + shipping + tax - discount`.
    """

    order_id: str
    currency: str
    #: The properties of an Order Completed call, with the names of the documentation's example.
    properties: JSONObject

    @property
    def products(self) -> list[JSONObject]:
        """The products, as the properties have them."""
        listed: list[JSONObject] = self.properties["products"]
        return listed


@cache
def available_locales() -> tuple[str, ...]:
    """Return the locales that personas can have: those of the simulator's devices for which Faker has names."""
    require_faker()
    from importlib.util import find_spec

    return tuple(
        name for name in known_locales() if name not in _UNSTABLE and find_spec(f"faker.providers.person.{name}")
    )


def persona(seed: int | str, locale: str | None = None) -> Persona:
    """Make a person; without a `locale` the seed chooses one."""
    random = seeded(f"persona/{seed}")
    chosen = random.choice(available_locales())
    locale = chosen if locale is None else check_locale(locale)
    fake = _faker(f"persona/{seed}", locale)
    user_id = f"user-{random.randrange(16**12):012x}"
    first, last = fake.first_name(), fake.last_name()
    company = " ".join(fake.company().split())
    industry = random.choice(_INDUSTRIES)
    address = {
        "street": " ".join(fake.street_address().split()),
        "city": fake.city(),
        "postalCode": fake.postcode(),
        "country": known_locales()[locale].country_name,
    }
    traits: JSONObject = {
        "firstName": first,
        "lastName": last,
        "name": _full_name(first, last, locale),
        "email": f"{_mailbox(first, last) or user_id}@example.com",
        "phone": fake.phone_number(),
        "age": random.randint(18, 80),
        "city": address["city"],
        "address": address,
        "company": {"name": company, "industry": industry},
        "title": fake.job(),
        "plan": random.choice(PLANS),
        "createdAt": iso_date(EPOCH - random.randrange(1, 3 * 365) * DAY - random.randrange(DAY)),
    }
    group_traits: JSONObject = {
        "industry": industry,
        "name": company,
        "employees": str(random.choice((1, 5, 20, 120, 800, 5000))),
        "email": f"hello@{random.choice(('example.com', 'example.org', 'example.net'))}",
    }
    return Persona(user_id=user_id, locale=locale, traits=traits, group_id=uuid4(random), group_traits=group_traits)


def order(seed: int | str, *, products: int | None = None, currency: str | None = None) -> Order:
    """Make a purchase of `products` products; by default the seed chooses between one and five."""
    random = seeded(f"order/{seed}")
    fake = _faker(f"order/{seed}", "en_US")
    count, chosen = random.randint(1, 5), random.choice(_CURRENCIES)
    if products is not None:
        if type(products) is not int or products < 1:
            raise UsageError(f"an order has a whole number of products, 1 or more, not {products!r}")
        count = products
    if currency is None:
        currency = chosen
    elif not isinstance(currency, str) or not re.fullmatch("[A-Z]{3}", currency):
        raise UsageError(f'a currency is three capital letters, for example "USD", not {currency!r}')
    # Amounts are in whole cents until they are written; some currencies have no cents.
    unit = 100 if currency in _WITHOUT_CENTS else 1
    listed: list[JSONObject] = []
    revenue = 0
    for _ in range(count):
        category = random.choice(tuple(CATALOG))
        price, quantity = random.randrange(99, 20_000) * unit, random.choice((1, 1, 1, 2, 2, 3, 5))
        revenue += price * quantity
        listed.append(
            {
                "productId": f"{random.randrange(16**24):024x}",
                "sku": f"{random.randrange(10_000, 100_000)}-{random.randrange(10, 100)}",
                "name": f"{fake.color_name()} {random.choice(CATALOG[category])}",
                "price": amount(price),
                "quantity": quantity,
                "category": category,
            }
        )
    shipping = random.choice((0, 300, 499, 1250)) * unit
    tax = revenue * random.choice((0, 7, 19, 20)) // (100 * unit) * unit
    discount = revenue * random.choice((0, 5, 10, 25)) // (100 * unit) * unit
    order_id = f"{random.randrange(16**24):024x}"
    properties: JSONObject = {
        "checkoutId": f"{random.randrange(16**40):040x}",
        "orderId": order_id,
        "affiliation": f"{fake.last_name()} Store",
        "total": amount(revenue + shipping + tax - discount),
        "revenue": amount(revenue),
        "shipping": amount(shipping),
        "tax": amount(tax),
        "discount": amount(discount),
        "coupon": fake.word(),
        "currency": currency,
        "products": listed,
    }
    return Order(order_id=order_id, currency=currency, properties=properties)


def seeded(seed: str) -> Random:
    """Return a new generator for a seed."""
    return Random(seed)  # noqa: S311


def require_faker() -> None:
    """Raise `UsageError` without Faker, by which people, orders and journeys get their words."""
    try:
        import faker  # noqa: F401
    except ImportError:
        raise UsageError(
            'persona, order and journey need Faker, which comes with the extra pytest: pip install "devicemode[pytest]"'
        ) from None


def _faker(seed: str, locale: str) -> Faker:
    """Make a generator that shares nothing with any other, with only the providers that don't read a date."""
    require_faker()
    from faker import Faker

    fake = Faker(locale, providers=[f"faker.providers.{name}" for name in _PROVIDERS])
    fake.seed_instance(seed)
    return fake


def check_locale(name: str) -> str:
    """Return a locale as it is written here; raise `UsageError` for one that no persona can have."""
    locale = str(name).replace("-", "_")
    if locale not in available_locales():
        there = available_locales()
        raise UsageError(f'no persona has the locale "{name}".{nearest(locale, there)} There are {", ".join(there)}')
    return locale


def _mailbox(first: str, last: str) -> str:
    """Write a name in ASCII for a mail address; return nothing if that can't be done."""
    plain = normalize("NFKD", f"{first}.{last}".lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z.]+", "-", plain).strip("-.")


def _full_name(first: str, last: str, locale: str) -> str:
    between = _FAMILY_NAME_FIRST.get(locale[:2])
    return f"{first} {last}" if between is None else f"{last}{between}{first}"


def amount(cents: int) -> int | float:
    """Write an amount of money: whole units as an integer."""
    return cents // 100 if cents % 100 == 0 else cents / 100


_PROVIDERS: Final = ("person", "address", "company", "phone_number", "lorem", "color", "job")
_UNSTABLE: Final = frozenset({"it_IT"})
"""Faker keeps Italy's cities in a set, whose order differs between processes."""
_FAMILY_NAME_FIRST: Final = {"ja": " ", "ko": "", "zh": ""}
PLANS: Final = ("free", "basic", "premium", "enterprise")
_INDUSTRIES: Final = ("Technology", "Music", "Games", "Health", "Finance", "Education", "Travel", "Retail")
_CURRENCIES: Final = ("USD", "USD", "EUR", "GBP", "BRL", "JPY")
_WITHOUT_CENTS: Final = frozenset({"JPY", "KRW"})
CATALOG: Final = {
    "Games": ("Card Game", "Chess Set", "Puzzle", "Dice"),
    "Home": ("Lamp", "Blanket", "Teapot", "Clock"),
    "Clothing": ("Shirt", "Scarf", "Raincoat", "Cap"),
    "Books": ("Notebook", "Novel", "Atlas", "Cookbook"),
}
