package dev.musubi.issuer.consent;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Port: J-LIS's register of consents to the latest-attributes service (最新の利用者情報提供サービス). J-LIS keeps the consent
 * that counts; ours is a receipt.
 */
public interface ConsentRegistry {

    /** Our id as a service provider there; it stands in every consent. */
    String serviceProvider();

    /**
     * Registers a consent the holder signed with the signature certificate. The same again is the same: whoever lost the
     * answer may ask once more.
     */
    Registration register(String signedConsent);

    /** Cancels one with the holder's signed word. */
    Cancellation cancel(String consentId, String signedCancellation);

    /** Cancellations since {@code cursor}, oldest first. J-LIS does not report them by itself: one has to ask. */
    Cancellations cancellationsAfter(long cursor);

    /** What J-LIS holds of consents to this issuer, from {@code cursor} on, the oldest first. */
    Registrations registrationsAfter(long cursor);

    /** What came of asking what is registered. */
    sealed interface Registrations {
        /** Those found, and where to go on from. */
        record Page(List<Entry> registrations, long cursor) implements Registrations {}

        /** J-LIS cannot be reached. */
        record Unavailable(String code) implements Registrations {}

        /** One consent on J-LIS' register; {@code cancelledAt} if it was taken back. */
        record Entry(
                String consentId,
                Instant receivedAt,
                @Nullable Instant cancelledAt) {}
    }

    /** What came of a registration. */
    sealed interface Registration {
        /**
         * It is on record, for these items, in these times. Asked for once more after the first answer was lost, it may have
         * been taken back since: {@code cancelledAt}.
         */
        record Registered(
                String consentId,
                Instant receivedAt,
                Instant startsAt,
                Instant endsAt,
                List<String> items,
                @Nullable Instant cancelledAt)
                implements Registration {}

        /** J-LIS does not accept it; {@code code} is J-LIS's. */
        record Refused(String code) implements Registration {}

        /** J-LIS cannot be reached. */
        record Unavailable(String code) implements Registration {}
    }

    /** What came of a cancellation. */
    sealed interface Cancellation {
        /** It no longer counts. */
        record Cancelled(Instant at) implements Cancellation {}

        /** J-LIS does not accept it. */
        record Refused(String code) implements Cancellation {}

        /** J-LIS cannot be reached. */
        record Unavailable(String code) implements Cancellation {}
    }

    /** What came of asking for cancellations. */
    sealed interface Cancellations {
        /** Those found, and where to go on from. */
        record Page(List<One> cancellations, long cursor) implements Cancellations {}

        /** J-LIS cannot be reached. */
        record Unavailable(String code) implements Cancellations {}

        /** One consent taken back. */
        record One(String consentId, Instant at) {}
    }
}
