package dev.musubi.issuer.notice;

import java.time.Duration;

/** What came of handing a notice over. Codes are stable and name nobody. */
sealed interface Carried {

    /** The other side has it. */
    record Taken() implements Carried {}

    /** Nobody is there, and nobody will be. */
    record NobodyThere() implements Carried {}

    /** It failed, and is tried again at growing intervals. */
    record Failed(String code) implements Carried {}

    /** It could not be tried, or the other side asks for patience: again that much later, and no failure. */
    record NotNow(String code, Duration pause) implements Carried {}
}
