"""The destination's settings: names, defaults, and the sentences that refuse invalid ones."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import pytest
from click.testing import CliRunner

from simulator.cli import cli
from simulator.documentation.platforms import PLATFORMS
from simulator.documentation.settings import SETTINGS, Setting, Settings, effective, find, parse
from simulator.errors import SettingsError

KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"

RIGHT: dict[str, list[tuple[object, object]]] = {
    "flag": [(True, True), (False, False), ("on", True), ("OFF", False), (" true ", True), ("disabled", False)],
    "trait": [("industry", "industry"), ("", "")],
    "text": [("2.1.0", "2.1.0"), ("", "")],
    "number": [(1, 1), (30_000, 30_000)],
    "mapping": [({"customQuery": "user_properties"}, {"customQuery": "user_properties"}), ({}, {})],
    "names": [
        (["a", "b"], ("a", "b")),
        ("a, b", ("a", "b")),
        ("", ()),
        ([], ()),
        (("a b",), ("a b",)),
        ("a,,b", ("a", "b")),
    ],
    "key": [(KEY, KEY), (KEY.upper(), KEY.upper())],
}
WRONG: dict[str, tuple[object, ...]] = {
    "flag": (1, 0, None, "yes", "", [], {}),
    "trait": (1, None, True, ["industry"]),
    "text": (1, None, True, ["2.1.0"]),
    "number": (0, -1, 1.5, "30", True, None),
    "mapping": (1, None, "a", ["a"], {"a": 1}, {1: "a"}),
    "names": (1, None, [1], ["a", None], {"a": 1}),
    "key": ("", KEY[:-1], KEY + "0", KEY[:-1] + "-", KEY[:-1] + "é", f" {KEY[:-2]} ", 5, None, KEY + "\n"),
}
SAYS = {
    "flag": "must be on or off",
    "trait": "must be the name of a trait",
    "text": "must be a string",
    "number": "must be a whole number above 0",
    "mapping": "must be an object whose values are strings",
    "names": "must be a list of trait names",
    "key": "must be a string of 32 letters and digits",
}

one_setting = pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)


@one_setting
def test_every_name_of_a_setting_is_known_in_any_case(setting: Setting) -> None:
    for name in (setting.key, *setting.names):
        for spelling in (name, name.upper(), name.lower(), f" {name} "):
            assert find(spelling) is setting


@one_setting
def test_every_setting_takes_what_is_right_for_it(setting: Setting) -> None:
    for value, read in RIGHT[setting.kind]:
        for name in (setting.key, *setting.names):
            assert getattr(parse({name: value}), setting.field) == read


@one_setting
def test_every_setting_refuses_the_rest_by_the_name_it_was_given(setting: Setting) -> None:
    for value in WRONG[setting.kind]:
        for name in (setting.key, setting.names[0]):
            with pytest.raises(SettingsError) as refusal:
                parse({name: value})
            assert str(refusal.value).startswith(f'the setting "{name}" {SAYS[setting.kind]}')
            assert "Traceback" not in str(refusal.value)


def test_a_wrong_value_is_shown() -> None:
    with pytest.raises(SettingsError) as refusal:
        parse({"Track All Pages": "maybe"})
    assert str(refusal.value) == 'the setting "Track All Pages" must be on or off (or true, false), not "maybe"'
    with pytest.raises(SettingsError, match="not null"):
        parse({"Track All Pages": None})


def test_every_field_has_one_setting() -> None:
    assert sorted(setting.field for setting in SETTINGS) == sorted(Settings.__struct_fields__)
    spelled = [name.casefold() for setting in SETTINGS for name in {setting.key, *setting.names}]
    assert len({one.casefold() for one in spelled}) == len(spelled)


def test_the_documented_defaults() -> None:
    assert parse({}) == Settings()
    on = {setting.key for setting in SETTINGS if setting.default is True and setting.documented}
    # Location tracking alone is on by default.
    assert on == {"enableLocationListening"}
    assert Settings().secret_key is None
    assert parse({"apiKey": Settings().api_key}) == Settings()


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Track All Page", "Track All Pages"),
        ("trackAllScreens", "Track All Screens"),
        ("track named pages!", "Track Named Pages"),
        ("traitsToIncrements", "traitsToIncrement"),
        ("useLogRevenueV3", "useLogRevenueV2"),
    ],
)
def test_an_unknown_setting_is_refused_with_the_nearest_one(name: str, meant: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        parse({name: True})
    assert str(refusal.value).startswith(f'there is no setting "{name}". Did you mean "{meant}"?')


def test_a_name_like_nothing_is_refused_without_a_guess() -> None:
    with pytest.raises(SettingsError) as refusal:
        parse({"zzz": True})
    assert str(refusal.value) == 'there is no setting "zzz". `devicemode settings` lists them'


@pytest.mark.parametrize("twice", [("Track All Pages", "trackAllPages"), ("Track All Pages", "TRACK ALL PAGES")])
def test_a_setting_under_two_names_is_refused(twice: tuple[str, str]) -> None:
    with pytest.raises(SettingsError) as refusal:
        parse(dict.fromkeys(twice, True))
    assert str(refusal.value) == (
        f'the setting "{twice[0]}" is given a second time as "{twice[1]}"; keep one of the two'
    )


def test_the_advertising_setting_has_the_pages_three_names() -> None:
    names = (
        "Prefer Advertising ID for Device ID",
        "Use AdvertisingId for Device ID",
        "Set AdvertisingId for DeviceId",
    )
    assert {find(name).key for name in names} == {"useAdvertisingIdForDeviceId"}


def test_settings_are_read_over_a_base() -> None:
    base = parse({"Track All Pages": True, "Amplitude Group Type Trait": "industry"})
    made = parse({"Track All Pages": False}, base=base)
    assert (made.track_all_pages, made.group_type_trait) == (False, "industry")
    assert base.track_all_pages is True


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Settings().api_key = KEY  # type: ignore[misc]
    assert msgspec.structs.replace(Settings(), api_key=KEY).api_key == KEY


@pytest.mark.parametrize("values", [[], "on", 5])
def test_settings_are_an_object(values: object) -> None:
    with pytest.raises(SettingsError, match="settings must be an object of names and values"):
        parse(values)  # type: ignore[arg-type]


def test_a_name_is_a_string() -> None:
    with pytest.raises(SettingsError, match="the name of a setting must be a string, not an integer"):
        parse({5: True})  # type: ignore[dict-item]


@dataclass
class Effect:
    key: str
    platforms: set[str]


@pytest.mark.parametrize(
    "effect",
    [
        Effect("trackAllPagesV2", {"ios", "android"}),
        Effect("trackNamedPages", {"web", "android", "server"}),
        Effect("preferAnonymousIdForDeviceId", {"web", "server"}),
        Effect("deviceIdFromUrlParam", {"web"}),
        Effect("useAdvertisingIdForDeviceId", {"ios", "android"}),
        Effect("traitsToIncrement", {"ios", "android", "server"}),
        Effect("traitsToSetOnce", {"web", "ios", "android", "server"}),
        Effect("trackRevenuePerProduct", {"web", "server"}),
        Effect("enableLocationListening", {"ios", "android"}),
        Effect("secretKey", {"web", "ios", "android", "server"}),
    ],
    ids=lambda effect: effect.key,
)
def test_where_a_setting_has_an_effect(effect: Effect) -> None:
    setting = find(effect.key)
    assert {platform for platform in PLATFORMS if setting in effective(platform)} == effect.platforms


def test_of_the_settings_that_the_page_never_mentions_one_works_in_every_dialect() -> None:
    elsewhere = [setting for setting in SETTINGS if not setting.documented]
    assert find("trackSessionEvents") in elsewhere
    assert [setting.key for setting in elsewhere if setting.works == "in every dialect"] == ["trackSessionEvents"]
    shown = CliRunner().invoke(cli, ["settings", "ios"]).output
    _, _, about = shown.partition("trackSessionEvents")
    assert "The page never mentions it; it works in every dialect." in " ".join(about.split("\n\n")[0].split())


@pytest.mark.parametrize("value", ["short", "", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"])
def test_an_api_key_of_any_form_is_taken_where_that_is_asked_for(value: str) -> None:
    assert parse({"API Key": value}, any_key=True).api_key == value
    with pytest.raises(SettingsError, match="32 letters and digits"):
        parse({"API Key": value})
    with pytest.raises(SettingsError, match='"Secret Key"'):
        parse({"Secret Key": value}, any_key=True)


def test_an_api_key_is_text_whatever_its_form() -> None:
    with pytest.raises(SettingsError, match='"API Key" must be a string'):
        parse({"API Key": 7}, any_key=True)
