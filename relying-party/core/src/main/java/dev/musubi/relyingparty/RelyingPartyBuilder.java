package dev.musubi.relyingparty;

import dev.musubi.relyingparty.law.Law;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a {@link RelyingParty} together. */
public final class RelyingPartyBuilder {

    private final URI issuer;
    private final List<Path> trusted = new ArrayList<>();
    private @Nullable String clientId;
    private @Nullable ClientKey key;
    private @Nullable KeyStore certificate;
    private char[] password = new char[0];
    private @Nullable URI redirectUri;
    private Law law = Law.NONE;
    private boolean verifier;
    private @Nullable URI standingApi;
    private Duration patience = Duration.ofSeconds(10);
    private InstantSource clock = InstantSource.system();

    RelyingPartyBuilder(URI issuer) {
        this.issuer = issuer;
    }

    /** Which client it is, known by this key ({@code private_key_jwt}); its tokens are bound by DPoP. */
    public RelyingPartyBuilder client(String id, ClientKey clientKey) {
        clientId = id;
        key = clientKey;
        return this;
    }

    /**
     * Which client it is, known by its TLS certificate alone ({@code tls_client_auth} or {@code
     * self_signed_tls_client_auth}); its tokens are bound to the certificate.
     */
    public RelyingPartyBuilder client(String id, KeyStore withCertificate, char[] keyPassword) {
        clientId = id;
        key = null;
        return certificate(withCertificate, keyPassword);
    }

    /** The certificate for the issuer's interface for relying parties. */
    public RelyingPartyBuilder certificate(KeyStore withCertificate, char[] keyPassword) {
        certificate = withCertificate;
        password = keyPassword.clone();
        return this;
    }

    /** Where holders come back to: an address registered at the issuer, to the letter. */
    public RelyingPartyBuilder redirectTo(String uri) {
        redirectUri = URI.create(uri);
        return this;
    }

    /** Under which law it proofs identities, as it is registered at the issuer. */
    public RelyingPartyBuilder under(Law which) {
        law = which;
        return this;
    }

    /** Says that it is a signature verifier (署名検証者) in its own right; records then claim the law's method as its own. */
    public RelyingPartyBuilder verifier() {
        verifier = true;
        return this;
    }

    /** Trusts the certificates in this file (PEM) on top of the JDK's authorities. */
    public RelyingPartyBuilder trusting(Path pem) {
        trusted.add(pem);
        return this;
    }

    /** The address of the issuer's interface for relying parties, for standings and decisions; needs a certificate. */
    public RelyingPartyBuilder standingApi(String uri) {
        standingApi = URI.create(uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri);
        return this;
    }

    /** How long to wait for an answer of the issuer's; ten seconds unless set. */
    public RelyingPartyBuilder patience(Duration longest) {
        patience = longest;
        return this;
    }

    /** Another clock than the machine's. */
    public RelyingPartyBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /**
     * Builds it.
     *
     * @throws IllegalStateException if something is missing; the message says what
     * @throws IOException if a certificate cannot be read or used
     */
    public RelyingParty build() throws IOException {
        String id = clientId;
        URI redirect = redirectUri;
        if (id == null || redirect == null || (key == null && certificate == null)) {
            throw new IllegalStateException("a client with its key or certificate, and redirectTo, are needed");
        }
        if (!"https".equals(issuer.getScheme()) || issuer.getHost() == null) {
            throw new IllegalStateException("the issuer is an https URL");
        }
        if (standingApi != null && certificate == null) {
            throw new IllegalStateException("standingApi needs a certificate");
        }
        Transport transport = new Transport(ClientTls.context(trusted, certificate, password), patience);
        Provider provider = new Provider(issuer, transport, clock, key == null);
        Tokens tokens = new Tokens(provider, id, clock);
        return new RelyingParty(
                id,
                law,
                verifier,
                transport,
                provider,
                new SignInFlow(
                        provider,
                        new Endpoint(issuer, id, key, transport, clock),
                        tokens,
                        id,
                        redirect,
                        law,
                        key != null,
                        clock),
                tokens,
                standingApi == null ? null : new StandingApi(standingApi, transport, clock),
                standingApi == null ? null : new DecisionApi(standingApi, transport));
    }
}
