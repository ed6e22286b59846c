"""The destination's settings: the switches of a workspace, per platform, and how each is written.

Segment stores one set of settings per destination and hands it to every source; each integration reads those it
knows. So every setting is accepted everywhere, and `Setting.platforms` says where it has an effect.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

import msgspec

from simulator.documentation.platforms import PLATFORMS, TITLES, Platform
from simulator.errors import SettingsError, nearest, quoted
from simulator.values import describe

CLIENTS: Final[tuple[Platform, ...]] = ("web", "ios", "android")
MOBILE: Final[tuple[Platform, ...]] = ("ios", "android")

DEFAULT_API_KEY: Final = "0123456789abcdef0123456789abcdef"
"""The API key of a simulation that doesn't name one."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one destination. `SETTINGS` describes each; `parse` reads them from JSON or a table."""

    api_key: str = DEFAULT_API_KEY
    secret_key: str | None = None
    track_named_pages: bool = False
    track_categorized_pages: bool = False
    track_all_pages: bool = False
    track_all_screens: bool = False
    prefer_anonymous_id_for_device_id: bool = False
    device_id_from_url_param: bool = False
    use_advertising_id_for_device_id: bool = False
    use_log_revenue_v2: bool = False
    track_revenue_per_product: bool = False
    group_type_trait: str = ""
    group_value_trait: str = ""
    enable_alias: bool = False
    enable_location_listening: bool = True
    traits_to_increment: tuple[str, ...] = ()
    traits_to_set_once: tuple[str, ...] = ()
    # The page never mentions these, but the integrations pass them to the SDKs of its time.
    track_session_events: bool = False
    # The integrations read these, but the page never mentions them; they have no effect in the documented dialect.
    group_type_value: str = ""
    map_query_params: dict[str, str] = {}
    track_utm_properties: bool = True
    track_referrer: bool = False
    track_gclid: bool = False
    batch_events: bool = False
    event_upload_threshold: int = 30
    event_upload_period_millis: int = 30_000
    force_https: bool = False
    save_params_referrer_once_per_session: bool = True
    append_fields_to_event_props: dict[str, str] = {}
    track_products_once: bool = False
    version_name: str = ""
    unset_params_referrer_on_new_session: bool = False
    use_amplitude_referral: bool = False


Kind = Literal["flag", "trait", "text", "names", "key", "number", "mapping"]

_KINDS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        "flag": "on or off",
        "trait": "a trait's name",
        "text": "text",
        "names": "a list of trait names",
        "key": "32 letters and digits",
        "number": "a whole number above 0",
        "mapping": "an object with text values",
    }
)


class Setting(msgspec.Struct, frozen=True):
    """One setting as the documentation and Segment's API write it."""

    #: Segment's key, as its settings API sends it.
    key: str
    #: The name on the documentation page or in Segment's interface; the first is the main one.
    names: tuple[str, ...]
    kind: Kind
    #: The platforms on which it has an effect.
    platforms: tuple[Platform, ...]
    #: One line of help.
    help: str
    #: Whether the page mentions it.
    documented: bool = True
    #: The dialects in which a setting that the page never mentions has its effect.
    works: Literal["in the shipped dialects", "in every dialect"] = "in the shipped dialects"

    @property
    def field(self) -> str:
        """The attribute of `Settings` that holds it."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", _FIELD_KEYS.get(self.key, self.key)).lower()

    @property
    def default(self) -> Any:
        """The documented default."""
        return getattr(Settings(), self.field)

    @property
    def type_name(self) -> str:
        """The type of its values, in words."""
        return _KINDS[self.kind]


# Segment's historical key for "Track All Screens" means nothing to a reader of the code.
_FIELD_KEYS: Final = {"trackAllPagesV2": "trackAllScreens"}

SETTINGS: Final = (
    Setting("apiKey", ("API Key",), "key", PLATFORMS, "Which Amplitude project the data goes to."),
    Setting("secretKey", ("Secret Key",), "key", PLATFORMS, "Needed to delete users."),
    Setting(
        "trackNamedPages",
        ("Track Named Pages",),
        "flag",
        ("web", "android", "server"),
        "An event for each page or screen call with a name.",
    ),
    Setting(
        "trackCategorizedPages",
        ("Track Categorized Pages",),
        "flag",
        ("web", "android", "server"),
        "An event for each page or screen call with a category.",
    ),
    Setting("trackAllPages", ("Track All Pages",), "flag", PLATFORMS, "An event for each page or screen call."),
    Setting(
        "trackAllPagesV2", ("Track All Screens",), "flag", MOBILE, "A 'Loaded a Screen' event for each screen call."
    ),
    Setting(
        "preferAnonymousIdForDeviceId",
        ("Prefer Anonymous ID for Device ID",),
        "flag",
        ("web", "server"),
        "Use Segment's anonymousId as Amplitude's device id.",
    ),
    Setting(
        "deviceIdFromUrlParam",
        ("Set Device ID From URL Parameter amp_device_id", "Set Device ID From URL Parameter"),
        "flag",
        ("web",),
        "Read the device id from the page's address.",
    ),
    Setting(
        "useAdvertisingIdForDeviceId",
        ("Prefer Advertising ID for Device ID", "Use AdvertisingId for Device ID", "Set AdvertisingId for DeviceId"),
        "flag",
        MOBILE,
        "Use the advertising id as the device id (device mode only).",
    ),
    Setting(
        "useLogRevenueV2",
        ("Log Revenue V2", "logRevenueV2"),
        "flag",
        CLIENTS,
        "Send revenue by logRevenueV2 instead of the deprecated logRevenue.",
    ),
    Setting(
        "trackRevenuePerProduct",
        ("Track Revenue Per Product",),
        "flag",
        ("web", "server"),
        "Put an order's revenue on its products instead of on the order.",
    ),
    Setting(
        "groupTypeTrait",
        ("Amplitude Group Type Trait",),
        "trait",
        PLATFORMS,
        "The group trait that holds the group type.",
    ),
    Setting(
        "groupValueTrait",
        ("Amplitude Group Value Trait",),
        "trait",
        PLATFORMS,
        "The group trait that holds the group value.",
    ),
    Setting("enableAlias", ("Enable Alias",), "flag", PLATFORMS, "Forward alias calls to Amplitude's usermap."),
    Setting(
        "enableLocationListening",
        ("Enable Location Listening", "Location Tracking"),
        "flag",
        MOBILE,
        "Add the device's location to events.",
    ),
    Setting(
        "traitsToIncrement",
        ("Traits to Increment", "Increment Traits"),
        "names",
        ("ios", "android", "server"),
        "Traits that are added to the user property.",
    ),
    Setting(
        "traitsToSetOnce",
        ("Traits to Set Once", "Set trait once"),
        "names",
        PLATFORMS,
        "Traits that are set the first time only.",
    ),
    Setting(
        "trackSessionEvents",
        ("Track Session Events", "Track Session Events to Amplitude"),
        "flag",
        MOBILE,
        "Log session_start and session_end events.",
        documented=False,
        works="in every dialect",
    ),
    Setting(
        "groupTypeValue",
        ("Group Type Value",),
        "trait",
        MOBILE,
        "The key under which the mobile integrations look for the group value trait.",
        documented=False,
    ),
    Setting(
        "mapQueryParams",
        ("Map Query Params",),
        "mapping",
        ("web",),
        "Put the page's query string into a property: its name to user_properties or event_properties.",
        documented=False,
    ),
    Setting(
        "trackUtmProperties",
        ("Track UTM Properties",),
        "flag",
        ("web",),
        "Keep the utm_… parameters of the page's address as user properties.",
        documented=False,
    ),
    Setting(
        "trackReferrer",
        ("Track Referrer",),
        "flag",
        ("web",),
        "Keep the page's referrer as user properties.",
        documented=False,
    ),
    Setting(
        "trackGclid",
        ("Track GCLID",),
        "flag",
        ("web",),
        "Keep the parameter gclid of the page's address as a user property.",
        documented=False,
    ),
    Setting(
        "batchEvents",
        ("Batch Events",),
        "flag",
        ("web",),
        "Collect events into batches before uploading them.",
        documented=False,
    ),
    Setting(
        "eventUploadThreshold",
        ("Event Upload Threshold",),
        "number",
        ("web",),
        "How many collected events start an upload.",
        documented=False,
    ),
    Setting(
        "eventUploadPeriodMillis",
        ("Event Upload Period Millis",),
        "number",
        ("web",),
        "How many milliseconds collected events wait for an upload.",
        documented=False,
    ),
    Setting(
        "forceHttps", ("Force HTTPS",), "flag", ("web",), "Upload over HTTPS even from an HTTP page.", documented=False
    ),
    Setting(
        "saveParamsReferrerOncePerSession",
        ("Save Params and Referrer Once Per Session",),
        "flag",
        ("web",),
        "Keep utm_…, referrer and gclid only at the start of a session.",
        documented=False,
    ),
    Setting(
        "appendFieldsToEventProps",
        ("Append Fields To Event Props",),
        "mapping",
        ("web",),
        "Copy fields of the message into the event properties: path to name.",
        documented=False,
    ),
    Setting(
        "trackProductsOnce",
        ("Track Products Once",),
        "flag",
        ("web",),
        "Keep the products on Order Completed.",
        documented=False,
    ),
    Setting("versionName", ("Version Name",), "text", ("web",), "The app's version on each event.", documented=False),
    Setting(
        "unsetParamsReferrerOnNewSession",
        ("Unset Params Referrer On New Session",),
        "flag",
        ("web",),
        "Remove utm_…, referrer and gclid from the user when a session starts without them.",
        documented=False,
    ),
    Setting(
        "useAmplitudeReferral",
        ("Use AmplitudeReferral",),
        "flag",
        ("web",),
        "Let the SDK keep the referrer when the page loads.",
        documented=False,
    ),
)
"""Every setting, in the order of the documentation page."""

_BY_NAME: Final[Mapping[str, Setting]] = {
    name.casefold(): setting for setting in SETTINGS for name in (setting.key, *setting.names)
}
_SPELLINGS: Final = tuple(name for setting in SETTINGS for name in (*setting.names, setting.key))
_FLAG_WORDS: Final = {"on": True, "off": False, "true": True, "false": False, "enabled": True, "disabled": False}
_KEY_FORM: Final = re.compile(r"[0-9A-Za-z]{32}")


def parse(values: Mapping[str, object], *, base: Settings | None = None, any_key: bool = False) -> Settings:
    """Read settings under the docs' names or Segment's keys, over the defaults or over `base`.

    Raises `SettingsError` for an unknown setting, one given twice under two names, a wrong type, and a key that
    is not 32 letters and digits (rule start.api-key); with `any_key` the API key may be any text.
    """
    if not isinstance(values, Mapping):
        raise SettingsError(f"settings must be an object of names and values, not {describe(values)}")
    fields: dict[str, object] = {}
    given: dict[str, str] = {}
    for name, value in values.items():
        setting = find(name)
        if setting.key in given:
            raise SettingsError(
                f'the setting "{given[setting.key]}" is given a second time as "{name}"; keep one of the two'
            )
        given[setting.key] = name
        read = _text if any_key and setting.key == "apiKey" else _READERS[setting.kind]
        fields[setting.field] = read(name, value)
    return msgspec.structs.replace(base or Settings(), **fields)


def find(name: str) -> Setting:
    """Return the setting with a name; raise `SettingsError` with the nearest name if there is none."""
    if not isinstance(name, str):
        raise SettingsError(f"the name of a setting must be a string, not {describe(name)}")
    setting = _BY_NAME.get(name.strip().casefold())
    if setting is None:
        raise SettingsError(
            f"there is no setting {quoted(name)}.{nearest(name, _SPELLINGS)} `devicemode settings` lists them"
        )
    return setting


def effective(platform: Platform) -> tuple[Setting, ...]:
    """Return the settings that have an effect on a platform."""
    return tuple(setting for setting in SETTINGS if platform in setting.platforms)


def _flag(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().casefold() in _FLAG_WORDS:
        return _FLAG_WORDS[value.strip().casefold()]
    raise _wrong(name, value, "on or off (or true, false)")


def _trait(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    raise _wrong(name, value, "the name of a trait, a string")


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    raise _wrong(name, value, "a string")


def _names(name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise _wrong(name, value, "a list of trait names (or one string with commas)")


def _key(name: str, value: object) -> str:
    if isinstance(value, str) and _KEY_FORM.fullmatch(value):
        return value
    because = ("start.api-key",) if find(name).key == "apiKey" else ()
    raise _wrong(name, value, "a string of 32 letters and digits", because)


def _number(name: str, value: object) -> int:
    if type(value) is int and value > 0:
        return value
    raise _wrong(name, value, "a whole number above 0")


def _mapping(name: str, value: object) -> dict[str, str]:
    if isinstance(value, dict) and all(isinstance(one, str) for pair in value.items() for one in pair):
        return dict(value)
    raise _wrong(name, value, "an object whose values are strings")


_READERS: Final = {
    "flag": _flag,
    "trait": _trait,
    "text": _text,
    "names": _names,
    "key": _key,
    "number": _number,
    "mapping": _mapping,
}


def _wrong(name: str, value: object, right: str, because: tuple[str, ...] = ()) -> SettingsError:
    shown = quoted(value) if isinstance(value, str) else describe(value)
    return SettingsError(f'the setting "{name}" must be {right}, not {shown}', because=because)


def platforms_of(setting: Setting) -> str:
    """Write where a setting has an effect: `Web, Server` or `everywhere`."""
    if setting.platforms == PLATFORMS:
        return "everywhere"
    return ", ".join(TITLES[platform] for platform in setting.platforms)
