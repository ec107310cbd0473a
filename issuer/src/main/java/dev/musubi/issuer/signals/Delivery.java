package dev.musubi.issuer.signals;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** How a stream's events get to its receiver. */
public sealed interface Delivery {

    /** The method's URI (Shared Signals Framework 1.0 section 6.1). */
    String method();

    /**
     * We call the receiver (RFC 8935).
     *
     * @param endpoint where
     * @param authorization what the receiver wants to read in the header {@code Authorization}, if anything; a secret
     */
    record Push(URI endpoint, @Nullable String authorization) implements Delivery {

        /** Its URI. */
        public static final String METHOD = "urn:ietf:rfc:8935";

        @Override
        public String method() {
            return METHOD;
        }

        @Override
        public String toString() {
            return "Push[…]";
        }
    }

    /** The receiver fetches them (RFC 8936). */
    record Poll() implements Delivery {

        /** Its URI. */
        public static final String METHOD = "urn:ietf:rfc:8936";

        @Override
        public String method() {
            return METHOD;
        }
    }
}
