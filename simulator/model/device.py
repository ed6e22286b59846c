"""The device that a client runs on: a phone or a browser, with everything that the SDKs can read from it.

A `DeviceProfile` is a kind of device (model, system, carrier); a `Device` is one such device in use, with identifiers,
permissions, a place in the world, a network and storage that outlives the app's process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from random import Random
from typing import Any, Final, Literal, TypeVar
from urllib.parse import quote, urlsplit

import msgspec

from simulator.documentation import resources
from simulator.documentation.platforms import Platform
from simulator.errors import CallError, DeviceError, nearest, quoted
from simulator.model.clock import Clock
from simulator.model.storage import MemoryStorage, Storage
from simulator.values import JSONObject, check_text, describe

ZERO_ID: Final = "00000000-0000-0000-0000-000000000000"
"""The advertising identifier that the system hands out once tracking is off."""


class Locale(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A locale with the names that the SDKs report."""

    id: str
    language: str
    language_name: str
    country: str
    country_name: str

    @property
    def tag(self) -> str:
        """The BCP 47 tag, `en-US`."""
        return self.id.replace("_", "-")


class DeviceProfile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of device as it comes out of the box."""

    name: str
    platform: Literal["web", "ios", "android"]
    manufacturer: str = ""
    brand: str = ""
    #: As the system reports it: `iPhone10,3`, `Pixel 2`; on web the operating system's name.
    model: str
    os_version: str = ""
    carrier: str = ""
    locale: str = "en_US"
    #: Web only.
    user_agent: str = ""
    browser: str = ""
    #: Major version, as text.
    browser_version: str = ""


class Place(msgspec.Struct, frozen=True):
    """A point on earth in degrees."""

    lat: float
    lng: float


class WebPage(msgspec.Struct, frozen=True, kw_only=True):
    """The page that the browser shows."""

    url: str = "https://example.com/"
    referrer: str = ""
    title: str = "Example"

    @property
    def query(self) -> str:
        """The part after the question mark."""
        return urlsplit(self.url).query

    @property
    def document_referrer(self) -> str:
        """The referrer as the page's document has it."""
        return as_browsers_write(self.referrer)

    def defaults(self) -> JSONObject:
        """Return the properties that Segment's web library adds to each page call; its url has no fragment."""
        url = as_browsers_write(self.url.partition("#")[0])
        parts = urlsplit(url)
        return {
            "path": parts.path or "/",
            "referrer": self.document_referrer,
            "search": f"?{parts.query}" if parts.query else "",
            "title": self.title,
            "url": url,
        }


def as_browsers_write(url: str) -> str:
    """Return an address percent-encoded as browsers do: spaces, quotes, characters beyond ASCII."""
    return url if _PLAIN_ADDRESS.fullmatch(url) else quote(url, safe=_IN_ADDRESSES)


_IN_ADDRESSES: Final = "%!#$&'()*+,/:;=?@[\\]^`{|}~"
_PLAIN_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%!#$&'()*+,/:;=?@\[\\\]^`{|}~-]*")


@cache
def profiles() -> Mapping[str, DeviceProfile]:
    """Return the known kinds of device by name."""
    known = msgspec.json.decode(resources.fixture("devices.json").read_bytes(), type=list[DeviceProfile])
    return {profile.name: profile for profile in known}


@cache
def locales() -> Mapping[str, Locale]:
    """Return the known locales by id, `en_US`."""
    known = msgspec.json.decode(resources.fixture("locales.json").read_bytes(), type=list[Locale])
    return {locale.id: locale for locale in known}


@cache
def default_profile(platform: Platform) -> DeviceProfile:
    """Return the first profile of a platform: the device of scenarios that name none."""
    return next(profile for profile in profiles().values() if profile.platform == platform)


def uuid4(random: Random) -> str:
    """Make a lower-case version 4 UUID from a seeded generator."""
    made = random.getrandbits(128) & _DRAWN | _VERSION_4
    # Eight groups of four digits; the first two are joined, and so are the last three.
    groups = made.to_bytes(16, "big").hex("-", 2)
    return f"{groups[:4]}{groups[5:29]}{groups[30:34]}{groups[35:]}"


def uuids(random: Random) -> Iterator[str]:
    """Make the UUIDs without end that `uuid4` makes one by one; several are drawn at a time, which is faster."""
    while True:
        drawn = random.getrandbits(128 * _AT_ONCE) & _ALL_DRAWN | _ALL_VERSION_4
        groups = drawn.to_bytes(16 * _AT_ONCE, "big").hex("-", 2)
        # The generator's first bits are the lowest, and so written last.
        for at in _PLACES:
            one = groups[at : at + 39]
            yield f"{one[:4]}{one[5:29]}{one[30:34]}{one[35:]}"


_DRAWN: Final = ~(0xF << 76 | 0x3 << 62) & (1 << 128) - 1
_VERSION_4: Final = 0x4 << 76 | 0x2 << 62
"""The bits that say which version and variant a UUID is."""

_AT_ONCE: Final = 8
_ALL_DRAWN: Final = sum(_DRAWN << 128 * number for number in range(_AT_ONCE))
_ALL_VERSION_4: Final = sum(_VERSION_4 << 128 * number for number in range(_AT_ONCE))
_PLACES: Final = tuple(40 * number for number in reversed(range(_AT_ONCE)))
"""The offsets at which each UUID begins, of 32 digits and the dashes between and after its groups of four."""


_TEXT: Final = "a string"
_FLAG: Final = "true or false"
_PROFILE_FIELDS: Final = (
    "manufacturer",
    "brand",
    "model",
    "os_version",
    "carrier",
    "user_agent",
    "browser",
    "browser_version",
)


class Device:
    """One device in use. Everything about it is plain state; `change` checks its arguments.

    With a storage that an earlier device has filled it is that device: it has the same ids, its time goes on, and no id
    that it makes repeats an earlier one. Raises `DeviceError` if the storage is another platform's or can't be written.
    """

    def __init__(self, profile: DeviceProfile, *, clock: Clock, random: Random, storage: Storage | None = None) -> None:
        self.profile = profile
        self.clock = clock
        self.storage = storage or MemoryStorage()
        self._identity = identity = self.storage.begin(profile.platform, clock)
        seed = random.getrandbits(64)
        if identity.starts > 1:
            random = Random(f"{seed}/{identity.starts}")  # noqa: S311
            seed = random.getrandbits(64)
        self.random = random
        self._event_uuids = uuids(Random(seed))  # noqa: S311
        self._later_seed = seed ^ 1
        self._later_random: Random | None = None
        #: iOS: identifierForVendor. `None` when the system has none to give.
        self.vendor_id = identity.vendor_id
        #: advertisingIdentifier on iOS, Google's advertising id on Android.
        self.advertising_id = identity.advertising_id
        self.limit_ad_tracking = False
        #: Android: whether Google Play services are installed.
        self.play_services = True
        self.place: Place | None = Place(37.7672319, -122.4021353)
        self.location_permission = False
        self.online = True
        self.ip = "203.0.113.7"
        #: Android: the country of the mobile network, `US`; None without one.
        self.network_country: str | None = None
        self.app_version: str | None = "1.0.0"
        self.page = WebPage()
        if identity.starts == 1:
            self._come_out_of_the_box()
        self._keep_identity()

    @property
    def platform(self) -> Platform:
        """The platform that the device runs."""
        return self.profile.platform

    @property
    def locale(self) -> Locale:
        """The user's language and region."""
        return locales()[self.profile.locale]

    @property
    def readable_advertising_id(self) -> str | None:
        """The advertising id that the system hands out.

        On iOS it is zeros while tracking is limited; on Android there is none without Google Play services, except on
        Amazon's devices, whose system has an id of its own.
        """
        if self.platform == "ios" and self.limit_ad_tracking and self.advertising_id is not None:
            return ZERO_ID
        return self.advertising_id if self.hands_out_advertising_id else None

    @property
    def hands_out_advertising_id(self) -> bool:
        """Whether the system hands out an advertising id, and with it whether the user limits tracking."""
        return self.platform != "android" or self.play_services or self.profile.manufacturer == "Amazon"

    def uuid(self) -> str:
        """Make a lower-case UUID from the device's seeded generator."""
        return uuid4(self.random)

    def later_uuid(self) -> str:
        """Make a UUID for an id that replaces an earlier one; their number doesn't affect any other id."""
        if self._later_random is None:
            # Few devices make such an id, and seeding a generator takes as long as some calls.
            self._later_random = Random(self._later_seed)  # noqa: S311
        return uuid4(self._later_random)

    def event_uuid(self) -> str:
        """Make a lower-case UUID for an event or message: how many there are changes no other id."""
        return next(self._event_uuids)

    def change(self, **attributes: object) -> None:
        """Set attributes by name; raise `DeviceError`, changing nothing, if one is unknown or impossible.

        Known are the attributes of `DeviceProfile` and `Device`, `profile` (a name), `place`
        (`[lat, lng]` or `null`) and `url`, `referrer`, `title` of the page.
        """
        checked = {name: _checked(name, value) for name, value in attributes.items()}
        if "profile" in checked and checked["profile"].platform != self.profile.platform:
            raise DeviceError(
                f'"{checked["profile"].name}" is a device for {checked["profile"].platform}, '
                f"but this app runs on {self.profile.platform}"
            )
        profile = checked.pop("profile", self.profile)
        for name, value in checked.items():
            if name in _PROFILE_FIELDS or name == "locale":
                profile = msgspec.structs.replace(profile, **{name: value})
            elif name in _PAGE_FIELDS:
                self.page = msgspec.structs.replace(self.page, **{name: value})
            else:
                setattr(self, name, value)
        self.profile = profile
        self._keep_identity()

    def save(self) -> None:
        """Make everything that has changed on the device outlive the process.

        Code that changes what the device keeps calls this at the moments when the real code writes: an SDK after
        each command, with each event before it is uploaded, and when an answer empties the queue; an app at the end of
        each operation.
        """
        self.storage.commit()

    def _come_out_of_the_box(self) -> None:
        if self.platform == "ios":
            self.vendor_id = uuid4(self.random).upper()
            self.advertising_id = uuid4(self.random).upper()
        elif self.platform == "android":
            self.advertising_id = uuid4(self.random)

    def _keep_identity(self) -> None:
        self._identity.vendor_id, self._identity.advertising_id = self.vendor_id, self.advertising_id
        self.save()


_PAGE_FIELDS: Final = ("url", "referrer", "title")
_FLAGS: Final = ("limit_ad_tracking", "play_services", "location_permission", "online")
_IDENTIFIERS: Final = ("vendor_id", "advertising_id", "app_version", "network_country")

ATTRIBUTES: Final = (*_PROFILE_FIELDS, "locale", *_PAGE_FIELDS, *_FLAGS, *_IDENTIFIERS, "ip", "place", "profile")
"""The attributes that `Device.change` takes."""


def _checked(name: str, value: object) -> Any:
    if name in _FLAGS:
        if isinstance(value, bool):
            return value
        raise _wrong(name, value, _FLAG)
    if name == "place":
        return _place(value)
    if name in _IDENTIFIERS:
        if value is None or isinstance(value, str):
            return value and _text(name, value)
        raise _wrong(name, value, f"{_TEXT} or null")
    if name not in ATTRIBUTES:
        raise DeviceError(
            f"a device has no {quoted(name)}.{nearest(name, ATTRIBUTES)} It has {', '.join(sorted(ATTRIBUTES))}"
        )
    if not isinstance(value, str):
        raise _wrong(name, value, _TEXT)
    _text(name, value)
    if name == "profile":
        return _known(value, profiles(), "device")
    if name == "locale":
        return _known(value.replace("-", "_"), locales(), "locale").id
    if name == "ip":
        return _ip(value)
    if name == "url":
        _check_url(value)
    return value


def _text(name: str, value: str) -> str:
    try:
        check_text(value, f"the device's {name}")
    except CallError as error:
        raise DeviceError(str(error)) from None
    return value


def _check_url(text: str) -> None:
    try:
        urlsplit(text)
    except ValueError as error:
        raise DeviceError(
            f"{quoted(text)} is not the address of a page ({error}); write one like https://example.com/"
        ) from None


def _wrong(name: str, value: object, right: str) -> DeviceError:
    return DeviceError(f"the device's {name} must be {right}, not {describe(value)}")


Known = TypeVar("Known")


def _known(name: str, known: Mapping[str, Known], what: str) -> Known:
    if name not in known:
        raise DeviceError(f"there is no {what} {quoted(name)}.{nearest(name, known)} Known: {', '.join(known)}")
    return known[name]


def _ip(text: str) -> str:
    from ipaddress import ip_address

    try:
        return str(ip_address(text))
    except ValueError:
        raise DeviceError(f"{quoted(text)} is not an IP address; write one like 203.0.113.7") from None


def _place(value: object) -> Place | None:
    if value is None:
        return None
    match value:
        case [bool(), _] | [_, bool()]:
            pass
        case [float() | int() as lat, float() | int() as lng] if abs(lat) <= 90 and abs(lng) <= 180:
            return Place(float(lat), float(lng))
    raise DeviceError(
        f"a place is [latitude, longitude] in degrees (within 90 and 180) or null, not {_shown_place(value)}"
    )


def _shown_place(value: object) -> str:
    numbers = isinstance(value, list | tuple) and all(type(one) in (int, float) and abs(one) < 1e9 for one in value)
    return repr(value)[:60] if numbers else describe(value)
