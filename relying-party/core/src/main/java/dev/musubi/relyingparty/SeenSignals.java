package dev.musubi.relyingparty;

/**
 * Which signals were handled, by issuer and id, so that one that comes again, or is shown again by somebody else, is not
 * handled twice (RFC 8417 section 5.4). An application with several instances keeps it where all of them look, best in the
 * transaction in which it handles the signal.
 */
public interface SeenSignals {

    /** Whether it was handled. */
    boolean isHandled(String issuer, String id);

    /** It was. */
    void handled(String issuer, String id);

    /** In this process alone, the last so many; after a start what comes again is handled again. */
    static SeenSignals inMemory(int most) {
        return new SeenSignalsInMemory(most);
    }
}
