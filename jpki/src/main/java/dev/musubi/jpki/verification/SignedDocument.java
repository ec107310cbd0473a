package dev.musubi.jpki.verification;

import dev.musubi.jpki.profile.KeyAlgorithm;
import java.security.PublicKey;
import java.util.List;

/** A signed document taken apart, whatever its format, before anything about it is believed. */
sealed interface SignedDocument permits CompactJws, DetachedCms {

    /** What was signed. */
    SignedContent content();

    /** The DER of the certificates that came along and are said to be the signer's, as yet untrusted: one or more, all different. */
    List<byte[]> certificates();

    /** Whether the document says it is signed with this algorithm. */
    boolean isMadeWith(KeyAlgorithm algorithm);

    /** Whether the signature matches. */
    boolean isSignedBy(PublicKey key, KeyAlgorithm algorithm) throws SignatureRefusedException;
}
