/** Speaks the adapter protocol, version 1, for the port in Port.kt. There is nothing to change in here. */

import com.google.gson.GsonBuilder
import com.google.gson.ToNumberPolicy
import java.io.ByteArrayOutputStream
import java.io.InputStream
import kotlin.system.exitProcess

typealias JSON = Map<String, Any?>

/** Your SDK refuses a call: that is a result. */
class Threw(message: String) : RuntimeException(message)

/** `open` can't do the scenario; [issue] is the address of an issue about it, or empty. */
class Skip(reason: String, val issue: String = "") : RuntimeException(reason)

private class Unknown : RuntimeException()

/** What comes with a capability: a port that claims it has the method. */
interface More {
    fun advance(message: JSON): Unit = throw Unknown()
    fun lifecycle(message: JSON): Unit = throw Unknown()
    fun device(message: JSON): Unit = throw Unknown()
    fun page(message: JSON): Unit = throw Unknown()
    fun callSDK(message: JSON): Unit = throw Unknown()
    fun loadSDK(message: JSON): Unit = throw Unknown()
    fun deliverSettings(message: JSON): Unit = throw Unknown()
}

private val gson = GsonBuilder()
    .serializeNulls()
    .disableHtmlEscaping()
    .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
    .create()

fun main() {
    val replies = System.out
    // Standard output is for replies alone; whatever else is printed goes to standard error.
    System.setOut(System.err)
    val port = Port()
    while (true) {
        val line = System.`in`.readLine() ?: break
        val reply = try {
            val message = gson.fromJson(line, Any::class.java).asObject()
            if (message["do"] == "bye") break
            reply(port, message)
        } catch (error: RuntimeException) {
            mapOf("id" to 0, "error" to mapOf("message" to "the message can't be read: ${error.message}"))
        }
        replies.write((gson.toJson(reply) + "\n").toByteArray())
        replies.flush()
    }
    // An SDK's threads are nothing to wait for.
    exitProcess(0)
}

private fun reply(port: Port, message: JSON): JSON {
    val (outcome, holds) = try {
        "ok" to (answer(port, message) ?: emptyMap<String, Any?>())
    } catch (threw: Threw) {
        "threw" to mapOf("message" to threw.message)
    } catch (skip: Skip) {
        "skip" to mapOf("reason" to skip.message, "issue" to skip.issue)
    } catch (unknown: Unknown) {
        "error" to mapOf("message" to "the adapter does not know the message ${message["do"]}")
    } catch (error: Exception) {
        "error" to mapOf("message" to error.toString(), "trace" to error.stackTraceToString())
    }
    return mapOf("id" to (message["id"] as? Long ?: 0L), outcome to holds)
}

/** Return what the reply's `ok` holds, `null` for nothing. */
private fun answer(port: Port, message: JSON): JSON? {
    when (message["do"]) {
        "hello" -> return port.hello()
        "drain" -> return port.drain(message)
        "open" -> port.open(message)
        "call" -> port.call(message)
        "close" -> port.close()
        "advance" -> port.advance(message)
        "lifecycle" -> port.lifecycle(message)
        "device" -> port.device(message)
        "page" -> port.page(message)
        "call-sdk" -> port.callSDK(message)
        "load-sdk" -> port.loadSDK(message)
        "deliver-settings" -> port.deliverSettings(message)
        else -> throw Unknown()
    }
    return null
}

/** Return what is at a key, as an object: `message.at("args")`. */
fun JSON.at(key: String): JSON = this[key].asObject()

@Suppress("UNCHECKED_CAST")
private fun Any?.asObject(): JSON = this as? JSON ?: throw IllegalArgumentException("$this is not an object")

/** Read up to a line feed: other line endings may be inside a string. */
private fun InputStream.readLine(): String? {
    val line = ByteArrayOutputStream()
    while (true) {
        when (val next = read()) {
            -1 -> return null
            '\n'.code -> return line.toString(Charsets.UTF_8)
            else -> line.write(next)
        }
    }
}
