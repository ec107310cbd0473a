package dev.musubi.issuer.consent;

import dev.musubi.issuer.vault.ItemId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something a holder allowed.
 *
 * @param consentId its id, also on the receipt
 * @param kind what it allows
 * @param recipient whom it allows it: J-LIS and this issuer, or a relying party's id
 * @param purpose what for, in the words the holder saw
 * @param items which of NAME, ADDRESS, DATE_OF_BIRTH, SEX and {@link #OFFLINE_ACCESS}; empty where the kind has none
 * @param givenAt when the holder agreed
 * @param startsAt in force from this moment
 * @param endsAt until before this one
 * @param cancelledAt when it was taken back, if it was
 * @param externalRef its id in J-LIS's register; null for other kinds, and until J-LIS has registered it
 * @param evidence the sealed, signed consent
 */
public record Consent(
        ConsentId consentId,
        Kind kind,
        String recipient,
        String purpose,
        List<String> items,
        Instant givenAt,
        Instant startsAt,
        Instant endsAt,
        @Nullable Instant cancelledAt,
        @Nullable String externalRef,
        @Nullable ItemId evidence) {

    /**
     * Among the items of a consent to disclosure: the relying party may go on looking the others up after the holder signed
     * out (OpenID Connect Core 1.0 section 11).
     */
    public static final String OFFLINE_ACCESS = "OFFLINE_ACCESS";

    /** What can be consented to. */
    public enum Kind {
        /** The terms of the private ID. */
        TERMS,
        /** J-LIS gives the issuer the latest four attributes (公的個人認証法 18条3項, 最新の利用者情報提供サービス). */
        LATEST_ATTRIBUTES,
        /** The issuer tells a relying party the attributes named. */
        DISCLOSURE,
        /** The issuer tells a relying party, by itself, what becomes of the private ID; no attribute, and no reason. */
        MONITORING
    }

    /** True if it allows anything at {@code at}. One that J-LIS has yet to register allows nothing. */
    public boolean inForce(Instant at) {
        return cancelledAt == null && !isPending() && !at.isBefore(startsAt) && at.isBefore(endsAt);
    }

    /** True for a consent to J-LIS' service that J-LIS has yet to register. */
    public boolean isPending() {
        return kind == Kind.LATEST_ATTRIBUTES && externalRef == null && cancelledAt == null;
    }
}
