package dev.musubi.sandbox.repository;

import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.revocation.ocsp.OcspAnswer;
import dev.musubi.jpki.revocation.ocsp.OcspError;
import dev.musubi.jpki.revocation.ocsp.OcspQuery;
import dev.musubi.jpki.revocation.ocsp.OcspResponder;
import dev.musubi.sandbox.authority.Authorities;
import dev.musubi.sandbox.authority.Authority;
import dev.musubi.sandbox.authority.Certificates;
import dev.musubi.sandbox.authority.Responders;
import dev.musubi.sandbox.register.CertificateRecord;
import dev.musubi.sandbox.register.Revocation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Answers OCSP requests (RFC 6960) from the register as it is at this moment. */
public final class OcspService {

    /** Every quarter of an hour, as J-LIS's responder is said to refresh. */
    static final Duration GOOD_FOR = Duration.ofMinutes(15);

    private final Authorities authorities;
    private final Certificates certificates;
    private final Responders responders;

    /** Answers for these authorities. */
    public OcspService(Authorities authorities, Certificates certificates, Responders responders) {
        this.authorities = authorities;
        this.certificates = certificates;
        this.responders = responders;
    }

    /** How a response may differ from a right one. */
    record Deviation(Duration late, boolean impostor, Nonce nonce) {
        static final Deviation NONE = new Deviation(Duration.ZERO, false, Nonce.ECHOED);
    }

    /** What becomes of the nonce. */
    enum Nonce {
        ECHOED,
        OTHER,
        LEFT_OUT
    }

    /** The DER of the response; an unsigned error for what is no request, or is about no authority of this role. */
    byte[] answer(AuthorityRole role, byte[] request, Instant now, Deviation deviation) {
        Optional<OcspQuery> query = OcspResponder.parse(request);
        if (query.isEmpty()) {
            return OcspError.MALFORMED_REQUEST.response();
        }
        Optional<Authority> authority = issuer(role, query.get());
        if (authority.isEmpty()) {
            return OcspError.UNAUTHORIZED.response();
        }
        Responders.Responder responder = deviation.impostor()
                ? responders.impostor(other(authority.get()), now)
                : responders.of(authority.get(), now);
        byte[] nonce = query.get().nonce().orElse(null);
        if (nonce != null) {
            switch (deviation.nonce()) {
                case ECHOED -> {
                    // As it came.
                }
                case OTHER -> nonce[0] ^= 0x55;
                case LEFT_OUT -> nonce = null;
            }
        }
        Instant at = now.minus(deviation.late()).truncatedTo(ChronoUnit.SECONDS);
        return new OcspResponder(responder.certificate(), responder.key())
                .respond(query.get(), item -> status(authority.get(), item), nonce, at, at.plus(GOOD_FOR));
    }

    private OcspAnswer status(Authority authority, OcspQuery.Item item) {
        if (!isIssuedBy(item, authority)
                || item.serial().signum() <= 0
                || item.serial().bitLength() >= 20 * 8) {
            return new OcspAnswer.Unknown();
        }
        return certificates
                .find(new CertificateId(authority.keyId(), item.serial()))
                .map(OcspService::status)
                .orElseGet(OcspAnswer.Unknown::new);
    }

    private static OcspAnswer status(CertificateRecord record) {
        Revocation revocation = record.revocation();
        return revocation == null
                ? new OcspAnswer.Good()
                : new OcspAnswer.Revoked(revocation.at(), revocation.reason());
    }

    private Optional<Authority> issuer(AuthorityRole role, OcspQuery query) {
        OcspQuery.Item first = query.items().getFirst();
        return authorities.all().stream()
                .filter(a -> a.role() == role && isIssuedBy(first, a))
                .findFirst();
    }

    private boolean isIssuedBy(OcspQuery.Item item, Authority authority) {
        return authorities
                .trusted()
                .find(authority.keyId())
                .filter(item::isIssuedBy)
                .isPresent();
    }

    private Authority other(Authority than) {
        return authorities.all().stream()
                .filter(a -> a.role() != than.role())
                .findFirst()
                .orElseThrow();
    }
}
