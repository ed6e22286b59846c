/** What the libraries use of React Native: the app's state, the platform, the native module that knows the device. */

const { device, platform, state } = globalThis.__phone;
const listeners = new Set();

exports.AppState = {
  currentState: state,
  addEventListener(type, listener) {
    listeners.add(listener);
    return { remove: () => listeners.delete(listener) };
  },
};

exports.Platform = { OS: platform, select: (choices) => choices[platform] ?? choices.default };

exports.NativeModules = {
  AnalyticsReactNative: {
    async getContextInfo({ collectDeviceId }) {
      return {
        appName: 'Example', appVersion: device.appVersion, buildNumber: '1', bundleId: 'com.example',
        deviceType: platform, ...(collectDeviceId && { deviceId: device.vendorId }), deviceName: device.model, locale: device.locale,
        manufacturer: device.manufacturer, model: device.model, networkType: 'wifi', osName: OS_NAMES[platform],
        osVersion: device.osVersion, screenDensity: 2, screenHeight: 800, screenWidth: 400, timezone: 'UTC',
      };
    },
  },
  Sovran: { getConstants: () => ({ ON_STORE_ACTION: 'store-action' }) },
};

const OS_NAMES = { ios: 'iOS', android: 'Android' };

exports.NativeEventEmitter = class {
  addListener() {}
};

/** Move the app to the background or back: listeners are called with each state. */
exports.move = (states) => {
  for (const next of states) {
    exports.AppState.currentState = next;
    for (const listener of [...listeners]) listener(next);
  }
};
