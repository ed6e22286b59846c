/** What the parts of the adapters' pages leave to one another on the window. */

interface Window {
  /** Of `in-page/agent.cjs`. */
  __adapter: any;
  /** Of `in-page/stack.cjs`: the libraries. */
  __stack: any;
  /** Of jsdom: waits for a turn of Node's event loop. */
  __turn?: (resolve: () => void) => void;
  /** Of the libraries. */
  analytics: any;
  amplitude: any;
  /** Of the classic integration as analytics-next asks Segment's CDN for it. */
  amplitudeDeps: any;
  amplitudeLoader: any;
  amplitudeIntegration: any;
}
