package dev.musubi.issuer.openid.client;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.time.MachineClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whose client certificate it is (RFC 8705 section 2): one issued by an authority the operator named, to a registered
 * name ({@code tls_client_auth}); or the very one registered ({@code self_signed_tls_client_auth}). That the caller has
 * its key, the handshake has proved.
 */
@Component
final class ClientCertificates {

    private static final int DNS_NAME = 2;

    private final Set<TrustAnchor> authorities;
    private final MachineClock machine;

    ClientCertificates(OpenIdSettings settings, MachineClock machine) throws IOException {
        this.machine = machine;
        this.authorities = settings.clientAuthorities() == null ? Set.of() : read(settings.clientAuthorities());
    }

    private static Set<TrustAnchor> read(Path folder) throws IOException {
        Set<TrustAnchor> anchors = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pem")) {
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(each -> new TrustAnchor((X509Certificate) each, null))
                            .forEach(anchors::add);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("musubi.openid.client-authorities holds a file that is no certificate", e);
        }
        return anchors;
    }

    boolean belongsTo(OpenIdClient client, @Nullable X509Certificate certificate) {
        if (certificate == null) {
            return false;
        }
        ClientAuthenticationMethod method = client.metadata().getTokenEndpointAuthMethod();
        if (ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH.equals(method)) {
            return isRegistered(client, certificate);
        }
        return ClientAuthenticationMethod.TLS_CLIENT_AUTH.equals(method)
                && isNamed(client, certificate)
                && isIssuedByAnAuthority(certificate);
    }

    private static boolean isRegistered(OpenIdClient client, X509Certificate certificate) {
        if (client.metadata().getJWKSet() == null) {
            return false;
        }
        try {
            byte[] presented = certificate.getEncoded();
            for (JWK key : client.metadata().getJWKSet().getKeys()) {
                List<Base64> chain = key.getX509CertChain();
                if (chain != null
                        && !chain.isEmpty()
                        && MessageDigest.isEqual(presented, chain.getFirst().decode())) {
                    return true;
                }
            }
            return false;
        } catch (CertificateEncodingException e) {
            return false;
        }
    }

    private static boolean isNamed(OpenIdClient client, X509Certificate certificate) {
        String subject = client.metadata().getTLSClientAuthSubjectDN();
        if (subject != null) {
            try {
                return certificate.getSubjectX500Principal().equals(new X500Principal(subject));
            } catch (IllegalArgumentException notAName) {
                return false;
            }
        }
        String dns = client.metadata().getTLSClientAuthSanDNS();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return dns != null
                    && names != null
                    && names.stream()
                            .anyMatch(each -> Integer.valueOf(DNS_NAME).equals(each.get(0)) && dns.equals(each.get(1)));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private boolean isIssuedByAnAuthority(X509Certificate certificate) {
        if (authorities.isEmpty()) {
            return false;
        }
        try {
            PKIXParameters parameters = new PKIXParameters(authorities);
            // Which of them still stand is the operator's to say, by what lies in the folder.
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(machine.instant()));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), parameters);
            return true;
        } catch (GeneralSecurityException refused) {
            return false;
        }
    }
}
