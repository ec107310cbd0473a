package dev.musubi.sandbox.register;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The name a resident goes by in the control interface: {@code R000001}. */
public final class ResidentId {

    private static final Pattern FORM = Pattern.compile("R\\d{6,9}");

    private ResidentId() {}

    /** The id of a resident's number. */
    public static String of(int number) {
        return String.format(Locale.ROOT, "R%06d", number);
    }

    /** The number of an id, if it is of the form. */
    public static OptionalInt parse(String id) {
        if (!FORM.matcher(id).matches()) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(id, 1, id.length(), 10);
        return number > 0 && of(number).equals(id) ? OptionalInt.of(number) : OptionalInt.empty();
    }
}
