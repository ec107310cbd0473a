package dev.musubi.jpki.verification;

import dev.musubi.jpki.profile.KeyAlgorithm;
import java.security.PublicKey;

/** A signed document taken apart, whatever its format, before anything about it is believed. */
sealed interface SignedDocument permits CompactJws, DetachedCms {

    /** What was signed. */
    SignedContent content();

    /** The DER of the certificate that came along, as yet untrusted. */
    byte[] certificate();

    /** Whether the document says it is signed with this algorithm. */
    boolean isMadeWith(KeyAlgorithm algorithm);

    /** Whether the signature matches. */
    boolean isSignedBy(PublicKey key, KeyAlgorithm algorithm) throws SignatureRefusedException;
}
