package dev.musubi.issuer.outbound;

import java.time.Instant;
import java.util.Map;

/**
 * An e-mail: plain text, to one address.
 *
 * @param to the address alone, without a name
 * @param subject what it is about
 * @param text what it says, in lines
 * @param language its BCP 47 tag
 * @param messageId what tells it from others (RFC 5322 section 3.6.4), without the angle brackets: the same for the same mail
 *     sent again
 * @param date when it was written
 * @param headers further ones
 */
public record Mail(
        String to,
        String subject,
        String text,
        String language,
        String messageId,
        Instant date,
        Map<String, String> headers) {

    /** Whom it is for and what it says is nobody's business. */
    @Override
    public String toString() {
        return "Mail[…]";
    }
}
