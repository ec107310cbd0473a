package dev.musubi.sandbox.register;

import org.jspecify.annotations.Nullable;

/**
 * A life event somebody asks for.
 *
 * @param type what happens
 * @param municipality five-digit code, for {@link LifeEventType#MOVE_TO}
 * @param address the new address; made up if absent
 * @param familyName the new family name, for {@link LifeEventType#MARRY}
 * @param device CARD or SMARTPHONE, for events about one; the card if absent
 * @param key SIGNATURE or AUTHENTICATION, for {@link LifeEventType#REVOKE_BY_REQUEST}; SIGNATURE if absent
 * @param newCertificate whether the holder gets a new certificate on the spot rather than by visiting the counter
 */
public record LifeEventRequest(
        LifeEventType type,
        @Nullable String municipality,
        @Nullable String address,
        @Nullable String familyName,
        @Nullable String device,
        @Nullable String key,
        boolean newCertificate) {

    /** An event that needs nothing said but its type. */
    public static LifeEventRequest of(LifeEventType type) {
        return new LifeEventRequest(type, null, null, null, null, null, false);
    }

    /** The same, with new certificates on the spot. */
    public LifeEventRequest withNewCertificate() {
        return new LifeEventRequest(type, municipality, address, familyName, device, key, true);
    }

    /** A move to another municipality. */
    public static LifeEventRequest moveTo(String municipality) {
        return new LifeEventRequest(LifeEventType.MOVE_TO, municipality, null, null, null, null, false);
    }

    /** A marriage. */
    public static LifeEventRequest marry(String familyName) {
        return new LifeEventRequest(LifeEventType.MARRY, null, null, familyName, null, null, false);
    }

    @Override
    public String toString() {
        return "LifeEventRequest[" + type + "]";
    }
}
