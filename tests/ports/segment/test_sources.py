"""The file of sources: its contents, and the errors in a wrong one, with the line and the nearest word."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli import cli
from simulator.errors import UsageError
from simulator.ports.segment.sources import EXAMPLE, made_source, parse_sources, settings_json


def test_the_example_of_the_help_is_right() -> None:
    [source] = parse_sources(EXAMPLE, "sources.toml")
    assert (source.name, source.write_key, source.platform, source.mode) == ("shop", "shop-key", "server", "cloud")
    assert source.settings.track_all_pages


def test_an_app_is_in_device_mode_and_a_server_in_cloud_mode_unless_it_says_so() -> None:
    text = '[a]\nwrite_key = "a"\nplatform = "web"\n[b]\nwrite_key = "b"\nplatform = "server"\n'
    assert [one.mode for one in parse_sources(text, "f")] == ["device", "cloud"]


START = '[shop]\nwrite_key = "k"\nplatform = "web"\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "f.toml: has no source; one begins with [shop], and has write_key and platform"),
        ("[shop", "f.toml: is not valid TOML: Expected ']' at the end of a table declaration (at end of document)"),
        ("shop = 5", 'f.toml:1: "shop" must be a source, a table [shop], not an integer'),
        (
            '[shop]\nwrite_kye = "k"',
            'f.toml:2: a source has no "write_kye". Did you mean "write_key"? It has write_key, platform, mode, settings',
        ),
        ('[shop]\nplatform = "web"', 'f.toml:1: "shop" needs a write_key, a string without spaces and slashes'),
        (
            '[shop]\nwrite_key = "a/b"\nplatform = "web"',
            'f.toml:2: "shop" needs a write_key, a string without spaces and slashes',
        ),
        (
            '[shop]\nwrite_key = "k"\n\nplatform = "andriod"',
            (
                'f.toml:4: "shop": a source\'s platform is one of web, ios, android, server, not "andriod". '
                'Did you mean "android"?'
            ),
        ),
        (
            f'{START}mode = "clowd"',
            'f.toml:4: "shop": a source\'s mode is device or cloud, not "clowd". Did you mean "cloud"?',
        ),
        (
            '[shop]\nwrite_key = "k"\nplatform = "server"\nmode = "device"',
            'f.toml:4: "shop": a server has no device mode; write cloud as its mode',
        ),
        (f"{START}settings = 5", 'f.toml:4: the settings of "shop" must be a table [shop.settings], not an integer'),
        (
            f'{START}\n[shop.settings]\n"Track All Page" = true',
            (
                'f.toml:6: there is no setting "Track All Page". Did you mean "Track All Pages"? `devicemode settings` '
                "lists them"
            ),
        ),
        (
            f'{START}[shop.settings]\n"API Key" = "short"',
            'f.toml:5: the setting "API Key" must be a string of 32 letters and digits, not "short"',
        ),
        (
            f'{START}[shop.settings]\n"Track All Pages" = true\ntrackAllPages = true',
            'f.toml:6: the setting "trackAllPages" is given under two names; keep one',
        ),
        (
            f'{START}[other]\nwrite_key = "k"\nplatform = "web"',
            'f.toml:5: the write key "k" is that of "shop" already',
        ),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_sources(text, "f.toml")
    assert str(caught.value) == sentence


def test_no_settings_have_the_secret_key() -> None:
    settings = settings_json(made_source().settings)
    assert "secretKey" not in settings
    assert settings["trackAllPages"] is False


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere.toml"], "nowhere.toml: can't be read: No such file or directory"),
        (["sources.toml", "--analytics-js", "."], ". has no standalone.js; name the folder dist/umd of"),
        (["sources.toml", "--integrations", "nowhere"], "nowhere is not a folder"),
        (["sources.toml", "--host", "no such host"], "the server can't listen on"),
        (["sources.toml", "--allow-origin", "x"], "an allowed origin is like https://shop.example"),
    ],
)
def test_the_command_says_what_is_wrong(
    arguments: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sources.toml").write_text(EXAMPLE)
    result = CliRunner().invoke(cli, ["segment", *arguments, *(["--port", "0"])])
    assert result.exit_code == 2
    assert sentence in result.output
