package dev.musubi.card.client;

import dev.musubi.card.CardKey;
import dev.musubi.jpki.certificate.Validity;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * The holder's certificate as read from a card. That it comes from a card proves nothing: read it with
 * {@link dev.musubi.jpki.certificate.CertificateReader} and validate its path. Its serial follows a person for years, so
 * {@link #toString()} gives nothing away but the key.
 */
public final class CardCertificate {

    private final CardKey key;
    private final byte[] der;
    private final X509Certificate x509;

    private CardCertificate(CardKey key, byte[] der, X509Certificate x509) {
        this.key = key;
        this.der = der;
        this.x509 = x509;
    }

    static Optional<CardCertificate> parse(CardKey key, byte[] der) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return Optional.of(new CardCertificate(
                    key, der, (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der))));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    /** Of which key. */
    public CardKey key() {
        return key;
    }

    /** The certificate's bytes. */
    public byte[] der() {
        return der.clone();
    }

    /** The certificate as the JDK has it. */
    public X509Certificate x509() {
        return x509;
    }

    /** What is wrong with using it at this moment, by its own dates; both ends count as valid. */
    Optional<CardProblem> problemAt(Instant at) {
        Validity validity = Validity.of(x509);
        if (!validity.hasBegun(at)) {
            return Optional.of(new CardProblem.CertificateNotYetValid(key, validity.notBefore()));
        }
        if (validity.isOver(at)) {
            return Optional.of(new CardProblem.CertificateExpired(key, validity.notAfter()));
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "CardCertificate[" + key + "]";
    }
}
