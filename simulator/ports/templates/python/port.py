"""The port: fill in the five methods. `devicemode adapter check -- python adapter.py` says what is still missing."""


class Threw(Exception):
    """Raise it when your SDK refuses a call."""


class Skip(Exception):
    """Raise it from open() for a scenario that your SDK can't do."""


class Port:
    def hello(self, message: dict) -> dict:
        return {
            "protocol": 1,
            "port": {"name": "my-port", "version": "0.1.0", "language": "python"},
            "platforms": ["web"],  # of web, ios, android, server
            "levels": ["events"],  # events: drain() tells them; wire: the SDK uploads them to endpoints.amplitude
            "capabilities": [],  # `devicemode adapter capabilities` lists them; claim nothing that does not work yet
            "pipelining": True,  # adapter.py does one message after the other, so that they need not wait for replies
        }

    def open(self, message: dict) -> None:
        """A scenario begins. Make a fresh SDK for message["app"], with nothing left of an earlier scenario."""

    def call(self, message: dict) -> None:
        """Call your SDK's track, page, screen, identify, …: message["method"] with Segment's flat JSON in ["args"]."""

    def drain(self, message: dict) -> dict:
        """Answer when nothing is under way any more; with message["flush"], let the SDK upload first.

        Level events: tell all events of the scenario so far, by app, as the SDK would upload them.
        """
        return {"apps": {}}

    def close(self, message: dict) -> None:
        """The scenario is over."""

    # With their capabilities come advance, lifecycle, device, page, call_sdk, load_sdk and deliver_settings.
