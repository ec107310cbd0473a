package dev.musubi.sandbox.authority;

import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.certificate.CrlPartition;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.sandbox.register.Municipality;
import java.math.BigInteger;
import java.security.PublicKey;
import java.time.Instant;

/**
 * Everything that goes into an end-entity certificate. A phone told to forge changes one thing and leaves the rest.
 * {@link #toString()} gives nothing away.
 *
 * @param identifier the opaque common name
 * @param policyOid dotted
 * @param padding octets of a non-critical extension nobody knows, to make it large; none if 0
 */
public record EndEntity(
        CertificateKind kind,
        BigInteger serial,
        AuthorityKeyId issuer,
        Municipality municipality,
        CrlPartition partition,
        String identifier,
        FourAttributes attributes,
        String policyOid,
        Instant notBefore,
        Instant notAfter,
        PublicKey publicKey,
        int padding) {

    /** The same with another validity. */
    public EndEntity valid(Instant from, Instant to) {
        return new EndEntity(
                kind,
                serial,
                issuer,
                municipality,
                partition,
                identifier,
                attributes,
                policyOid,
                from,
                to,
                publicKey,
                padding);
    }

    /** The same under another policy. */
    public EndEntity underPolicy(String oid) {
        return new EndEntity(
                kind,
                serial,
                issuer,
                municipality,
                partition,
                identifier,
                attributes,
                oid,
                notBefore,
                notAfter,
                publicKey,
                padding);
    }

    /** The same for another key. */
    public EndEntity of(PublicKey key) {
        return new EndEntity(
                kind,
                serial,
                issuer,
                municipality,
                partition,
                identifier,
                attributes,
                policyOid,
                notBefore,
                notAfter,
                key,
                padding);
    }

    /** The same, larger. */
    public EndEntity padded(int octets) {
        return new EndEntity(
                kind,
                serial,
                issuer,
                municipality,
                partition,
                identifier,
                attributes,
                policyOid,
                notBefore,
                notAfter,
                publicKey,
                octets);
    }

    @Override
    public String toString() {
        return "EndEntity[" + kind + "]";
    }
}
