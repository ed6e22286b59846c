Feature: The printed code that reads the device ID
  Once it is ready, a page reads the device ID off the Amplitude instance.

  @rule:device-id.merge.ready
  Scenario: device id ready
    Given a web app
    Then the device id of the app reads as <generated id>
