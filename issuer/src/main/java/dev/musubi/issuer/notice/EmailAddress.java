package dev.musubi.issuer.notice;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address as people here have them: an addr-spec of RFC 5322 section 3.4.1 without quotes and comments, and besides
 * those with dots at the end or in a row before the {@code @}, which Japan's mobile carriers gave out for years.
 *
 * @param text the whole of it
 */
public record EmailAddress(String text) {

    private static final int LONGEST = 254;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
            + "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])");

    /** Must have the form. */
    public EmailAddress {
        if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("no e-mail address");
        }
    }

    /** What somebody typed: empty where it is none. Full-width letters, as Japanese keyboards make them, are the plain ones. */
    public static Optional<EmailAddress> typed(@Nullable String text) {
        if (text == null || text.length() > LONGEST * 2) {
            return Optional.empty();
        }
        String plain = Normalizer.normalize(text.strip(), Normalizer.Form.NFKC);
        try {
            return Optional.of(new EmailAddress(plain));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** It is somebody's. */
    @Override
    public String toString() {
        return "EmailAddress[…]";
    }
}
