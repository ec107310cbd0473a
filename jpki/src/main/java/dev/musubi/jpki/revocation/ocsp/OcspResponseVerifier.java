package dev.musubi.jpki.revocation.ocsp;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.RevocationReason;
import dev.musubi.jpki.revocation.StatusEvidence;
import dev.musubi.jpki.revocation.UnknownReason;
import dev.musubi.jpki.trust.TrustedAuthority;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges the answer to a request (RFC 6960 section 3.2): about the right certificate, signed by the authority or by a
 * responder the authority itself authorised (section 4.2.2.2), with our nonce, and fresh. Everything else is
 * {@link CertificateStatus.Unknown}. Thread-safe.
 */
public final class OcspResponseVerifier {

    private final JpkiProfile profile;
    private final OcspPolicy policy;
    private final ResponderAuthorization responders;

    /** A verifier by this policy for responders using the profile's algorithms. */
    public OcspResponseVerifier(JpkiProfile profile, OcspPolicy policy) {
        this.profile = profile;
        this.policy = policy;
        this.responders = new ResponderAuthorization(profile, policy.noCheckRequired(), policy.clockSkew());
    }

    /**
     * Judges an answer.
     *
     * @param response the DER of the OCSPResponse
     * @param request what was asked
     * @param authority the authority that issued the certificate asked about
     * @param at the time it came
     */
    public CertificateStatus verify(byte[] response, OcspRequest request, TrustedAuthority authority, Instant at) {
        if (response.length > policy.maximumResponseBytes()) {
            return new CertificateStatus.Unknown(UnknownReason.TOO_LARGE, at);
        }
        try {
            BasicResponse basic = BasicResponse.read(response);
            requireSignature(basic, responders.keyOf(basic, authority, at));
            requireNonce(basic, request);
            SingleResponse single = single(basic, request, authority);
            requireFresh(basic.producedAt(), single, at);
            return status(single, at);
        } catch (OcspUnknownException e) {
            return new CertificateStatus.Unknown(e.why(), at);
        } catch (DerException e) {
            return new CertificateStatus.Unknown(UnknownReason.MALFORMED, at);
        }
    }

    private void requireSignature(BasicResponse basic, PublicKey key) throws OcspUnknownException {
        KeyAlgorithm algorithm = KeyAlgorithm.of(key)
                .filter(profile.algorithms()::contains)
                .filter(a -> a.signatureOid().equals(basic.algorithm()))
                .orElseThrow(() -> new OcspUnknownException(UnknownReason.ALGORITHM_NOT_ALLOWED));
        try {
            Signature signature = Signature.getInstance(algorithm.signatureAlgorithm());
            signature.initVerify(key);
            signature.update(basic.tbs());
            if (!signature.verify(basic.signature())) {
                throw new OcspUnknownException(UnknownReason.SIGNATURE_MISMATCH);
            }
        } catch (GeneralSecurityException e) {
            throw new OcspUnknownException(UnknownReason.SIGNATURE_MISMATCH);
        }
    }

    private void requireNonce(BasicResponse basic, OcspRequest request) throws OcspUnknownException {
        if (basic.hasNonce()) {
            if (!basic.hasNonce(request.nonce())) {
                throw new OcspUnknownException(UnknownReason.NONCE_MISMATCH);
            }
        } else if (policy.nonceRequired()) {
            throw new OcspUnknownException(UnknownReason.NONCE_MISSING);
        }
    }

    private static SingleResponse single(BasicResponse basic, OcspRequest request, TrustedAuthority authority)
            throws DerException, OcspUnknownException {
        @Nullable SingleResponse found = null;
        for (byte[] der : basic.singles()) {
            DerReader single = new DerReader(der).enter(Tag.SEQUENCE);
            if (CertIds.matches(
                    single.enter(Tag.SEQUENCE), authority, request.certificate().serial())) {
                if (found != null) {
                    throw new DerException("two answers about one certificate");
                }
                found = SingleResponse.read(single);
            }
        }
        if (found == null) {
            throw new OcspUnknownException(UnknownReason.OTHER_CERTIFICATE);
        }
        return found;
    }

    private void requireFresh(Instant producedAt, SingleResponse single, Instant at) throws OcspUnknownException {
        Instant latest = at.plus(policy.clockSkew());
        if (single.thisUpdate().isAfter(latest) || producedAt.isAfter(latest)) {
            throw new OcspUnknownException(UnknownReason.NOT_YET_VALID);
        }
        Instant earliest = at.minus(policy.clockSkew());
        @Nullable Instant next = single.nextUpdate();
        if (single.thisUpdate().isBefore(earliest.minus(policy.maximumAge()))
                || (next != null && next.isBefore(earliest))) {
            throw new OcspUnknownException(UnknownReason.STALE);
        }
    }

    private static CertificateStatus status(SingleResponse single, Instant at) {
        StatusEvidence evidence =
                new StatusEvidence(StatusEvidence.Method.OCSP, single.thisUpdate(), single.nextUpdate(), at);
        if (single.answer() instanceof OcspAnswer.Good) {
            return new CertificateStatus.Good(evidence);
        }
        if (single.answer() instanceof OcspAnswer.Revoked revoked) {
            return new CertificateStatus.Revoked(
                    Objects.requireNonNullElse(revoked.reason(), RevocationReason.UNSPECIFIED), revoked.at(), evidence);
        }
        return new CertificateStatus.Unknown(UnknownReason.NOT_KNOWN_TO_RESPONDER, at);
    }
}
