@divergence:device-id.web.no-fallback
Feature: The device ID of somebody who comes back, before the SDK is there
  A page that asks before Amplitude's SDK has loaded gets the fallback, also when an earlier page had a device ID. The
  SDK keeps that ID, and gives it as soon as it has loaded.

  @rule:device-id.default.web @adjudicated @dialect:documented @dialect:printed
  Scenario: the fallback is read until the SDK has loaded, then the ID of the earlier page
    Given a web app
    When the app tracks "Song Played"
    Then the device id of the app reads as <generated id>
    Given the Amplitude SDK has not loaded yet
    When the user opens the page "https://example.com/next"
    Then the device id of the app reads as <anonymous id>
    When the Amplitude SDK finishes loading
    Then the device id of the app reads as <generated id>
