package devicemode.jvm;

/** The port threw: that is a result, and no failure of the adapter. */
final class Threw extends RuntimeException {
  Threw(RuntimeException cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
