package dev.musubi.card.virtual;

import dev.musubi.jpki.profile.KeyAlgorithm;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A key with its certificate and its authority's certificate, as they are put on a virtual card.
 *
 * <p>A certificate must have 256 to 65,535 bytes: programs take its length from the first four bytes, in the form
 * {@code 30 82 hh ll}. {@link #toString()} gives nothing away.
 */
public final class KeyOnCard {

    private final CardSigner signer;
    private final Supplier<Certificates> certificates;

    private record Certificates(byte[] own, byte[] authority) {}

    private KeyOnCard(CardSigner signer, Supplier<Certificates> certificates) {
        this.signer = signer;
        this.certificates = certificates;
    }

    /** @throws IllegalArgumentException if a certificate is shorter or longer than a card can hold */
    public KeyOnCard(CardSigner signer, byte[] certificate, byte[] authority) {
        this(signer, new Certificates(requireLongForm(certificate), requireLongForm(authority)));
    }

    private KeyOnCard(CardSigner signer, Certificates certificates) {
        this(signer, () -> certificates);
    }

    /** The same, from certificates as the JDK has them. */
    public static KeyOnCard of(CardSigner signer, X509Certificate certificate, X509Certificate authority) {
        try {
            return new KeyOnCard(signer, certificate.getEncoded(), authority.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("this certificate has no encoding", e);
        }
    }

    /**
     * A key that is made when a command first needs it or a certificate of it, and not again.
     *
     * @param algorithm what kind of key it will be
     * @param maker makes it; where it throws {@link java.io.UncheckedIOException} the card answers {@code 6581} and the next
     *     command tries again
     */
    public static KeyOnCard lazily(KeyAlgorithm algorithm, Supplier<KeyOnCard> maker) {
        Once once = new Once(maker);
        CardSigner signer = new CardSigner() {
            @Override
            public KeyAlgorithm algorithm() {
                return algorithm;
            }

            @Override
            public byte[] sign(byte[] block) throws GeneralSecurityException {
                return once.get().signer.sign(block);
            }
        };
        return new KeyOnCard(signer, () -> once.get().certificates.get());
    }

    private static byte[] requireLongForm(byte[] der) {
        boolean fits = der.length >= 4 + 256
                && der.length <= 4 + 0xFFFF
                && (der[0] & 0xFF) == 0x30
                && (der[1] & 0xFF) == 0x82
                && ((der[2] & 0xFF) << 8 | (der[3] & 0xFF)) + 4 == der.length;
        if (!fits) {
            throw new IllegalArgumentException("a certificate on a card begins with 30 82 and its length");
        }
        return der.clone();
    }

    CardSigner signer() {
        return signer;
    }

    byte[] certificate() {
        return certificates.get().own();
    }

    byte[] authority() {
        return certificates.get().authority();
    }

    @Override
    public String toString() {
        return "KeyOnCard[" + signer.algorithm() + "]";
    }

    private static final class Once {

        private final Supplier<KeyOnCard> maker;
        private @Nullable KeyOnCard made;

        Once(Supplier<KeyOnCard> maker) {
            this.maker = maker;
        }

        synchronized KeyOnCard get() {
            KeyOnCard known = made;
            if (known == null) {
                known = maker.get();
                made = known;
            }
            return known;
        }
    }
}
