package dev.musubi.assurance;

import java.util.Set;

/**
 * What of a relying party itself makes a difference.
 *
 * @param signatureVerifier whether it is a signature verifier in its own right or works under one (署名検証者, 公的個人認証法
 *     17条): the laws on proofing allow a JPKI signature to those alone
 */
public record RelyingPartyFacts(boolean signatureVerifier) {

    /** A relying party of which nothing is known. */
    public static final RelyingPartyFacts NONE = new RelyingPartyFacts(false);

    Set<String> features() {
        return signatureVerifier ? Set.of("relying-party.signature-verifier") : Set.of();
    }
}
