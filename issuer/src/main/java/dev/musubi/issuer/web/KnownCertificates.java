package dev.musubi.issuer.web;

import java.security.cert.X509Certificate;

/** Port: whose client certificates are registered. */
public interface KnownCertificates {

    /** Whether a caller at the relying parties' own endpoints is known by this certificate. */
    boolean knows(X509Certificate certificate);
}
