package dev.musubi.issuer.signin;

import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The numbers of browsers: what a page shows, an app is told, and what is signed then says ({@code browser}), so that the
 * code that comes of it works in that browser alone. A browser without script has no key to prove, but it has a secret
 * that it shows to us and to nobody else, its cookie; its number is a keyed hash of that, which only we can compute.
 *
 * <p>A number is no secret. It changes every ten minutes and is known again for half an hour. It needs no table. Its last
 * two characters tell a slip of the finger before anything is signed.
 */
@Component
public class BrowserNumbers {

    private static final Duration STEP = Duration.ofMinutes(10);
    private static final int STEPS = 3;
    private static final int HASHED = 10;
    private static final int CHECKED = 2;

    private final KeyedHash keyedHash;
    private final MachineClock machine;

    BrowserNumbers(KeyedHash keyedHash, MachineClock machine) {
        this.keyedHash = keyedHash;
        this.machine = machine;
    }

    /** The number of a browser now, as it is shown: {@code ABCD-EFGH-JKLM}. */
    public String of(String browser) {
        return shown(number(browser, step()));
    }

    /** Whether a number is, or was just now, this browser's. */
    public boolean isOf(String number, String browser) {
        byte[] said = bare(number).getBytes(StandardCharsets.US_ASCII);
        boolean is = false;
        for (int i = 0; i < STEPS; i++) {
            is |= MessageDigest.isEqual(said, number(browser, step() - i).getBytes(StandardCharsets.US_ASCII));
        }
        return is;
    }

    /** A number as somebody typed it, in its one spelling; empty if we never showed such a one. */
    public Optional<String> read(String typed) {
        String bare = bare(typed);
        return bare.length() == HASHED + CHECKED
                        && bare.chars().allMatch(each -> SignInCodes.ALPHABET.indexOf(each) >= 0)
                        && bare.substring(HASHED).equals(check(bare.substring(0, HASHED)))
                ? Optional.of(shown(bare))
                : Optional.empty();
    }

    private long step() {
        return machine.instant().getEpochSecond() / STEP.toSeconds();
    }

    private String number(String browser, long step) {
        String hashed = letters("browser-number", browser + "\n" + step, HASHED);
        return hashed + check(hashed);
    }

    private String check(String hashed) {
        return letters("browser-number-check", hashed, CHECKED);
    }

    private String letters(String kind, String value, int length) {
        byte[] hash = keyedHash.of(kind, value.getBytes(StandardCharsets.UTF_8));
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append(SignInCodes.ALPHABET.charAt(hash[i] & 31));
        }
        return letters.toString();
    }

    private static String shown(String bare) {
        return bare.substring(0, 4) + "-" + bare.substring(4, 8) + "-" + bare.substring(8);
    }

    private static String bare(String number) {
        return Typed.bare(number);
    }
}
