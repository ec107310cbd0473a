package dev.musubi.sandbox.authority;

import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.certificate.Validity;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The authorised OCSP responders, one for each authority key. They live thirty days, are made when first needed and are
 * not kept: after a restart there is a new one.
 */
public final class Responders {

    private static final Duration LIFE = Duration.ofDays(30);
    private static final Duration SLACK = Duration.ofHours(1);

    private final CertificateWriter writer;
    private final Certificates certificates;
    private final Map<AuthorityKeyId, Responder> responders = new ConcurrentHashMap<>();

    /** None at first. */
    public Responders(CertificateWriter writer, Certificates certificates) {
        this.writer = writer;
        this.certificates = certificates;
    }

    /** A responder's certificate and key. */
    public record Responder(X509Certificate certificate, PrivateKey key) {

        boolean covers(Instant at) {
            Validity validity = Validity.of(certificate);
            return validity.hasBegun(at.minus(SLACK)) && !validity.isOver(at.plus(SLACK));
        }

        @Override
        public String toString() {
            return "Responder[redacted]";
        }
    }

    /** The responder that answers for an authority now. */
    public Responder of(Authority authority, Instant at) {
        Responder known = responders.get(authority.keyId());
        if (known != null && known.covers(at)) {
            return known;
        }
        return responders.compute(
                authority.keyId(),
                (id, present) -> present != null && present.covers(at) ? present : make(authority, at));
    }

    /** A responder whose certificate another authority issued. */
    public Responder impostor(Authority other, Instant at) {
        return make(other, at);
    }

    private Responder make(Authority authority, Instant at) {
        KeyPair pair = Keys.generate();
        Instant from = at.minus(SLACK).minus(SLACK).truncatedTo(ChronoUnit.SECONDS);
        byte[] der =
                writer.responder(authority, certificates.serialOffRecord(), from, from.plus(LIFE), pair.getPublic());
        return new Responder(Keys.certificate(der), pair.getPrivate());
    }
}
