package dev.musubi.issuer.anchor;

/**
 * What the issuer knows of an anchor. It stays inside the issuer (公的個人認証法 52条: revocation information is not passed
 * on); relying parties see what follows for the private ID.
 */
public enum AnchorState {
    /** Not revoked, as of the time noted with it. */
    GOOD,
    /** Revoked; final, since J-LIS never lifts a hold (CPS 4.9.9). */
    REVOKED,
    /** Its term ran out. */
    EXPIRED
}
