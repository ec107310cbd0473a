package dev.musubi.issuer.signin;

import java.text.Normalizer;
import java.util.Locale;

/** What somebody typed of a code or a number that was shown to them: only its letters and digits count. */
final class Typed {

    private static final int LONGEST = 40;

    private Typed() {}

    /**
     * In its one spelling. A Japanese keyboard types full width ("ＡＢ１２") and a long vowel mark for a hyphen ("ー"):
     * compatibility forms (Unicode NFKC) become the usual letters, and whatever is neither letter nor digit goes.
     */
    static String bare(String typed) {
        return typed.length() > LONGEST
                ? ""
                : Normalizer.normalize(typed, Normalizer.Form.NFKC)
                        .toUpperCase(Locale.ROOT)
                        .replaceAll("[^A-Z0-9]", "");
    }
}
