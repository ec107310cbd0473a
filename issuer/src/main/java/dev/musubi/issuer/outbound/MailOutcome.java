package dev.musubi.issuer.outbound;

/** What came of handing a mail in. Codes are stable and name nobody. */
public sealed interface MailOutcome {

    /** The server has it. */
    record Taken() implements MailOutcome {}

    /**
     * There is no such address, or nobody takes mail there any longer: the same mail is no better the second time.
     *
     * @param code {@code smtp_} and the server's reply (RFC 5321 section 4.2), or {@code address_malformed}
     */
    record NoSuchRecipient(String code) implements MailOutcome {}

    /**
     * It was not taken; it may be later.
     *
     * @param code {@code smtp_} and the server's reply, or that of {@link Outcome.Failed}
     */
    record Failed(String code) implements MailOutcome {}

    /** It was not even tried: too much is under way, or the server is being left alone for a while. */
    record NotTried(String code) implements MailOutcome {}
}
