/**
 * The port: fill in the five methods. A method may throw [Threw] when your SDK refuses a call, and [open] [Skip] for a
 * scenario that it can't do.
 */
class Port : More {
    fun hello(): JSON = mapOf(
        "protocol" to 1,
        "port" to mapOf("name" to "my-port", "version" to "0.1.0", "language" to "kotlin"),
        "platforms" to listOf("android"), // of web, ios, android, server
        "levels" to listOf("events"), // events: drain tells them; wire: the SDK uploads them to endpoints.amplitude
        "capabilities" to listOf<String>(), // `devicemode adapter capabilities` lists them; claim nothing that does not work
        "pipelining" to true, // the loop in Adapter.kt does one message after the other
    )

    /** A scenario begins. Make a fresh SDK for `message["app"]`, with nothing left of an earlier scenario. */
    fun open(message: JSON) {}

    /** Call your SDK's track, screen, identify, …: `message["method"]`, with Segment's flat JSON in `message.at("args")`. */
    fun call(message: JSON) {}

    /**
     * Answer when nothing is under way any more; with `message["flush"]`, let the SDK upload first. Level events: tell all
     * events of the scenario so far, by app, as the SDK would upload them.
     */
    fun drain(message: JSON): JSON = mapOf("apps" to mapOf<String, Any?>())

    /** The scenario is over. */
    fun close() {}

    // With their capabilities come advance, lifecycle, device, page, callSDK, loadSDK and deliverSettings: see More.
}
