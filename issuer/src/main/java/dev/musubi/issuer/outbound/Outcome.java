package dev.musubi.issuer.outbound;

import dev.musubi.issuer.outbound.AddressRules.Refusal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What came of a call. Whatever is not {@link Answered} has a stable code that names nobody. */
public sealed interface Outcome {

    /**
     * A whole answer with any status but one of information (1xx); redirects are answers too and are not followed.
     *
     * @param status the HTTP status
     * @param headers the headers by their names in lower case; of repeated ones the first
     * @param body the body as it came, never decompressed; empty where it went into a file
     */
    record Answered(int status, Map<String, String> headers, byte[] body) implements Outcome {

        /** A header's first value. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        /** The media type without its parameters, in lower case; empty if none is said. */
        public String mediaType() {
            return header("Content-Type")
                    .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                    .orElse("");
        }

        @Override
        public String toString() {
            return "Answered[" + status + "]";
        }
    }

    /** No answer. */
    sealed interface Failed extends Outcome {
        /** The stable code. */
        String code();
    }

    /** The address may not be called; nothing was connected to. */
    record RefusedAddress(Refusal why) implements Failed {
        @Override
        public String code() {
            return "address_refused";
        }
    }

    /** The whole exchange was not over by its deadline, wherever it hung or dripped. */
    record TimedOut() implements Failed {
        @Override
        public String code() {
            return "timeout";
        }
    }

    /** Head or body are larger than allowed; the rest was not read. */
    record TooLarge() implements Failed {
        @Override
        public String code() {
            return "too_large";
        }
    }

    /** As many calls to this peer, or in all, are under way as may be, and none ended in time. */
    record Busy() implements Failed {
        @Override
        public String code() {
            return "busy";
        }
    }

    /** Most of the last calls to this peer failed: it is left alone for a while. */
    record BreakerOpen() implements Failed {
        @Override
        public String code() {
            return "breaker_open";
        }
    }

    /** No connection, or one that broke off. */
    record Unreachable(Cause cause) implements Failed {
        /** What failed. */
        public enum Cause {
            /** The name resolves to nothing. */
            NAME,
            /** Nobody listens there. */
            CONNECT,
            /** TLS, among it a server that is not who it should be. */
            TLS,
            /** The answer broke off or is no HTTP. */
            BROKEN,
            /** The file the body goes to could not be written. */
            DISK,
            /** The issuer is stopping. */
            INTERRUPTED
        }

        @Override
        public String code() {
            return switch (cause) {
                case NAME, CONNECT, TLS, BROKEN -> "unreachable";
                case DISK -> "disk";
                case INTERRUPTED -> "interrupted";
            };
        }
    }
}
