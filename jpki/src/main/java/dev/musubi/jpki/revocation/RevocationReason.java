package dev.musubi.jpki.revocation;

import java.util.Optional;

/**
 * Reasons for revocation (RFC 5280 section 5.3.1) with what J-LIS means by them (CPS of the signature authority, section
 * 4.9.9).
 */
public enum RevocationReason {
    /** At J-LIS: discarded before it was handed over. */
    UNSPECIFIED(0),
    /** At J-LIS: the holder's private key may be in other hands. */
    KEY_COMPROMISE(1),
    /** At J-LIS: the authority's private key may be in other hands. */
    CA_COMPROMISE(2),
    /** At J-LIS: what the certificate says of its holder changed, as by moving house or marrying. */
    AFFILIATION_CHANGED(3),
    /** At J-LIS: the certificate was renewed. */
    SUPERSEDED(4),
    /** At J-LIS: no longer needed; in practice also death. */
    CESSATION_OF_OPERATION(5),
    /** At J-LIS: suspended because the key is in doubt. J-LIS never lifts a hold. */
    CERTIFICATE_HOLD(6),
    /** Not used by J-LIS. */
    PRIVILEGE_WITHDRAWN(9),
    /** Not used by J-LIS. */
    AA_COMPROMISE(10);

    private final int code;

    RevocationReason(int code) {
        this.code = code;
    }

    /** The CRLReason value. */
    public int code() {
        return code;
    }

    /** The reason with this CRLReason value; empty for 7 (unused), 8 (removeFromCRL) and anything else. */
    public static Optional<RevocationReason> ofCode(int code) {
        for (RevocationReason reason : values()) {
            if (reason.code == code) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }
}
