package dev.musubi.mynaapp.evidence;

/** What a PKCS #1 v1.5 signature is over. The card pads what it is given, so it is the one who asked who decides. */
public enum Pkcs1Form {
    /** A DigestInfo that names SHA-256: what every library calls SHA256withRSA. */
    DIGEST_INFO,
    /** The 32 bytes of the hash and nothing that says of what: what the app's server makes of its ordinary form. */
    BARE_HASH
}
