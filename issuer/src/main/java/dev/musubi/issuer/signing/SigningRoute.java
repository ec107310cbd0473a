package dev.musubi.issuer.signing;

import dev.musubi.jpki.verification.ToSign;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Port: a way to have a document signed with the holder's signature certificate, or the holder recognised by the other one,
 * by sending the browser away and getting it back. What comes of it is evidence, whatever the way; whether it holds is for
 * whoever verifies it.
 */
public interface SigningRoute {

    /** Asks for a signature. */
    Departure sign(ToSign document);

    /** Asks who it is, by the user-authentication certificate and its four digits. */
    Departure recognise();

    /**
     * The state that a callback names.
     *
     * @param query the callback's query, still encoded
     * @return empty if it names none
     */
    Optional<String> stateOf(String query);

    /**
     * Fetches what was signed.
     *
     * @param kept what {@link Departure.Away} asked to be kept; given once
     */
    Arrival signed(ToSign document, String kept, String query);

    /** Learns who it is. */
    Arrival recognised(String kept, String query);

    /** What came of asking. */
    sealed interface Departure {
        /**
         * The browser is to be sent there.
         *
         * @param to where
         * @param state what the callback will name
         * @param kept what has to be kept until then; secret
         */
        record Away(URI to, String state, String kept) implements Departure {
            @Override
            public String toString() {
                return "Away[…]";
            }
        }

        /** It cannot be asked now. */
        record Closed(Trouble why) implements Departure {}
    }

    /** What came back. */
    sealed interface Arrival {
        /** A signature: the JWS, unverified, and the route's own name for whoever was at the app. */
        record Signed(String jws, String subject) implements Arrival {
            @Override
            public String toString() {
                return "Signed[…]";
            }
        }

        /** Somebody, by the route's own name for them, which is for us alone, and when they authenticated. */
        record Recognised(String subject, Instant at) implements Arrival {
            @Override
            public String toString() {
                return "Recognised[…]";
            }
        }

        /** Neither. Nothing is lost: it can be tried again. */
        record Not(Trouble why) implements Arrival {}
    }
}
