class Port : More {
    private var app = ""
    private var device = ""
    private var user: Any? = null
    private val events = mutableListOf<JSON>()

    fun hello(): JSON = mapOf(
        "protocol" to 1, "port" to mapOf("name" to "my-port", "version" to "0.1.0", "language" to "kotlin"),
        "platforms" to listOf("android"), "levels" to listOf("events"), "pipelining" to true,
        "capabilities" to listOf("device-id", "refusals"),
    )

    fun open(message: JSON) {
        app = message["app"] as String
        device = "${message["seed"]}$app"
        user = null
        events.clear()
        if (message.at("settings")["apiKey"] == "") throw Threw("an API key, please")
    }

    fun call(message: JSON) {
        val args = message.at("args")
        if ("userId" in args) user = args["userId"]
        if (message["method"] != "track") return
        events += mapOf(
            "event_type" to args["event"], "event_properties" to args["properties"],
            "device_id" to device, "user_id" to user, "session_id" to 1,
        )
    }

    fun drain(message: JSON): JSON = mapOf("apps" to mapOf(app to mapOf("events" to events, "deviceId" to device)))

    fun close() {}
}
