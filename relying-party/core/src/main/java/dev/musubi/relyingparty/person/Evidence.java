package dev.musubi.relyingparty.person;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a verification stands on (OpenID Identity Assurance Schema Definition 1.0 section 5.4.4). Of the certificate itself
 * nothing is told, since the law keeps that with the issuer (公的個人認証法 52条); {@link Verification#process} names the
 * issuer's record of it.
 */
public sealed interface Evidence extends Serializable {

    /** When it came to be; null if it was not told. */
    @Nullable
    Instant createdAt();

    /**
     * The holder signed with the signature key of the My Number Card or the smartphone.
     *
     * @param kind the kind of signature, {@code jpki_signature}
     * @param issuer who stands behind the certificate
     * @param createdAt when the issuer took the signature; null if it was not told
     */
    record ElectronicSignature(
            String kind, @Nullable String issuer, @Nullable Instant createdAt) implements Evidence {}

    /**
     * The issuer fetched the attributes from J-LIS with the holder's consent.
     *
     * @param kind the kind of record, {@code jp_resident_register}
     * @param source whose record it is
     * @param createdAt when it was fetched; null if it was not told
     */
    record ElectronicRecord(
            String kind, @Nullable String source, @Nullable Instant createdAt) implements Evidence {}
}
