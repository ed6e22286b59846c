import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.function.Supplier;

/** Writes what Java does with values, as JSON: java tests/model/languages/Table.java > tests/model/languages/java.json */
public class Table {
  static final List<String> TEXTS = new ArrayList<>(Arrays.asList(
      "", " ", "\t", "\u0000", "\u001f5\u0020", "\u00a05", "\u20035", "5", "+5", "-5", "--5", "+-5", "+", "-", "05", "-0", "+0",
      "5.", ".5", ".", "-.5", "5.5", "5,5", "1 000", "1_000", " 3 ", "\n3\t", "3.5", "1e3", "1E3", "1e+3", "1e-3", "1e",
      "e3", "1e400", "-1e400", "1e-400", "1e99999999999", "0e99999999999", "10d", "10D", "1f", "1F", "1df", "1.5f", "1l",
      "0x1p3", "0X1P3", "0x1.8p1", "0x.8p1", "0x1.p1", "0x.p1", "0x1", "0x1.8", "0x1p", "0x1p-1074", "0x1p-1076",
      "0x1p1024", "-0x1p1024", "0x1.fffffffffffff8p1023", "0xap1d", "0x1p1f", "+0x1p1", "0x", "NaN", "+NaN", "-NaN", "nan",
      "NAN", " NaN ", "NaNd", "Infinity", "+Infinity", "-Infinity", "--Infinity", "infinity", "inf", "Infinityf", "true",
      "TRUE", "True", " true", "false", "yes", "no", "null", "2147483647", "2147483648", "-2147483648", "-2147483649",
      "5000000000", "99999999999999999999", "00000000000000000000005", "9007199254740993", "0.1", "1.7976931348623159e308",
      "1.7976931348623157e308", "4.9e-324", "2.4e-324", "2.5e-324", "123456789012345678901234567890", "$5", "5%", "5 USD",
      "\u0663", "\u0663.5", "-\u0663", "\u06f5\u06f0", "\uff15", "\u0665e\u0663", "\ud835\udfd3", "\u00b2", "\u2164", "\u4e09",
      "\u0967\u0968", "{\"a\":1}", "[1]", "a", "5a", "0b1", "0o7", "1__0", "e", "d", "f", "0d", "-0d", "-0.0"));

  static String json(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char one : text.toCharArray()) {
      out.append(one >= ' ' && one < 127 && one != '"' && one != '\\' ? "" + one : String.format("\\u%04x", (int) one));
    }
    return out.append('"').toString();
  }

  static <T> String orNull(Supplier<T> made) {
    try {
      return String.valueOf(made.get());
    } catch (NumberFormatException refused) {
      return "null";
    }
  }

  static String bits(double number) {
    return json(Long.toHexString(Double.doubleToLongBits(number)));
  }

  static void rows(String name, List<String> rows, boolean last) {
    System.out.println(json(name) + ": [\n" + String.join(",\n", rows) + "\n]" + (last ? "" : ","));
  }

  public static void main(String[] arguments) {
    TimeZone.setDefault(TimeZone.getTimeZone("GMT"));
    Random random = new Random(2018);
    System.out.println("{\"java\": " + json(System.getProperty("java.specification.version")) + ",");

    String alphabet = "0123456789.+-eEdfxXpP aN";
    for (int i = 0; i < 700; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(7); j >= 0; j--) {
        text.append(alphabet.charAt(random.nextInt(i % 2 == 0 ? 16 : alphabet.length())));
      }
      TEXTS.add(text.toString());
    }
    List<String> rows = new ArrayList<>();
    for (String text : TEXTS) {
      rows.add("[" + json(text) + ", " + orNull(() -> bits(Double.valueOf(text))) + ", "
          + orNull(() -> Integer.valueOf(text)) + ", " + Boolean.valueOf(text) + ", " + json(text.trim()) + "]");
    }
    rows("texts", rows, false);

    List<Double> doubles = new ArrayList<>(Arrays.asList(
        0.0, -0.0, 1.0, -1.5, 0.1, 0.001, 0.00099999, 1e-5, 9999999.0, 1e7, 12345678.9, 1e21, 1e22, 1e23, 2e23, 4.35, 0.3,
        0.1 + 0.2, 5e-324, Double.MIN_NORMAL, Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY, 2147483647.0, 2147483648.0, -2147483648.5, 5e9, -5e9, 9007199254740993.0, 9.2233720368547758E18));
    for (int i = 0; i < 500; i++) {
      doubles.add(Double.longBitsToDouble(random.nextLong()));
      doubles.add((double) (random.nextLong() >> random.nextInt(60)));
      doubles.add(Math.rint(random.nextDouble() * 1e6) / Math.pow(10, random.nextInt(9)));
      doubles.add((random.nextDouble() + 1e-3) * Math.pow(10, random.nextInt(60) - 30));
    }
    rows = new ArrayList<>();
    for (Double number : doubles) {
      rows.add("[" + bits(number) + ", " + json(String.valueOf(number)) + ", " + number.intValue() + "]");
    }
    rows("doubles", rows, false);

    rows = new ArrayList<>();
    for (long number : new long[] {0, 1, -1, 2147483647L, 2147483648L, -2147483648L, -2147483649L, 4294967295L, 4294967296L,
        5000000000L, -5000000000L, Long.MAX_VALUE, Long.MIN_VALUE}) {
      rows.add("[" + number + ", " + Long.valueOf(number).intValue() + "]");
    }
    rows("longs", rows, false);

    rows = new ArrayList<>();
    for (long moment : new long[] {0, -1, 1537272000000L, 1537272000123L, 253402300799999L, -11676096000000L, 951782400000L}) {
      rows.add("[" + moment + ", " + json(new Date(moment).toString()) + "]");
    }
    rows("moments", rows, false);

    Map<String, Object> map = new LinkedHashMap<>();
    map.put("b", 1);
    map.put("a", Arrays.asList(1.5, null, true, "x y", 10000000000L));
    map.put("", new LinkedHashMap<>());
    Object[][] nested = {
        {"null", null}, {"true", true}, {"[]", new ArrayList<>()}, {"[[]]", Arrays.asList(new ArrayList<>())},
        {"{}", new LinkedHashMap<>()}, {"[\"a\", 1, 1e7, \"[b]\"]", Arrays.asList("a", 1, 1e7, "[b]")},
        {"{\"b\": 1, \"a\": [1.5, null, true, \"x y\", 10000000000], \"\": {}}", map}};
    rows = new ArrayList<>();
    for (Object[] one : nested) {
      rows.add("[" + one[0] + ", " + json(String.valueOf(one[1])) + "]");
    }
    rows("nested", rows, true);
    System.out.println("}");
  }
}
