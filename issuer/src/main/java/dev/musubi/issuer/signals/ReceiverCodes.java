package dev.musubi.issuer.signals;

import java.util.Set;

/**
 * What a receiver says of an event it did not take, beside a push (RFC 8935 section 2.4) or in a poll (RFC 8936
 * section 2.6), and whether that is its last word: the one place for both. Both take their codes from one registry.
 */
final class ReceiverCodes {

    /** What may be mended at the receiver's end, and is no word on the event. */
    private static final Set<String> PASSING = Set.of("authentication_failed", "access_denied", "invalid_key");

    private static final Set<String> FINAL = Set.of(
            "invalid_request", "invalid_issuer", "invalid_audience", "invalid_state", "setData", "jwtParse", "jwtHdr");

    private ReceiverCodes() {}

    /** Whether the same event may be taken another time. */
    static boolean isPassing(String said) {
        return PASSING.contains(said);
    }

    /** Whether it is one of the codes there are: whatever else is said is not written down. */
    static boolean isKnown(String said) {
        return PASSING.contains(said) || FINAL.contains(said);
    }
}
