package dev.musubi.issuer.web;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/**
 * Lets any client certificate through the handshake, which proves that the caller has its key. Who the caller is, the
 * registry decides by the certificate itself (RFC 8705 section 2.2); a certificate that is not registered gets no
 * further than {@code client_unknown}.
 */
public final class AnyClientCertificate implements X509TrustManager {

    /** For Tomcat, which makes it by its name. */
    public AnyClientCertificate() {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        // On purpose: see above.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws java.security.cert.CertificateException {
        throw new java.security.cert.CertificateException("this is for the server's side only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
