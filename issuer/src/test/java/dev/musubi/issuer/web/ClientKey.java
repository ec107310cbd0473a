package dev.musubi.issuer.web;

import dev.musubi.issuer.time.MachineClock;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A client's key with a self-signed certificate. */
public record ClientKey(KeyPair pair, X509Certificate certificate) {

    /** In term from so many to so many days from now. */
    public static ClientKey make(int fromDays, int toDays) {
        Instant now = new MachineClock().instant();
        return inTerm(now.plus(Duration.ofDays(fromDays)), now.plus(Duration.ofDays(toDays)));
    }

    /** In term since the day before, until this second. */
    static ClientKey ending(Instant last) {
        return inTerm(last.minus(Duration.ofDays(1)), last);
    }

    private static ClientKey inTerm(Instant from, Instant to) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500Name("CN=test");
            return new ClientKey(
                    pair,
                    new JcaX509CertificateConverter()
                            .getCertificate(new JcaX509v3CertificateBuilder(
                                            name,
                                            BigInteger.ONE,
                                            Date.from(from),
                                            Date.from(to),
                                            name,
                                            pair.getPublic())
                                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
