package dev.musubi.relyingparty;

import dev.musubi.relyingparty.law.Law;
import dev.musubi.relyingparty.standing.Freshness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Puts a {@link RelyingParty} together. */
public final class RelyingPartyBuilder {

    /** A call waits for its turn no longer than this part of the patience. */
    private static final int WAIT_PART = 10;

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
    private int atOnce = 64;
    private Duration skew = Freshness.USUAL_SKEW;
    private InstantSource clock = InstantSource.system();
    private LongSupplier ticker = System::nanoTime;
    private Addresses.Names names = InetAddress::getAllByName;

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

    /**
     * How long a call to the issuer may take in all, from the connection to the last byte; ten seconds unless set.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public RelyingPartyBuilder patience(Duration longest) {
        if (longest.isNegative() || longest.isZero()) {
            throw new IllegalArgumentException("patience is a positive duration");
        }
        patience = longest;
        return this;
    }

    /**
     * How many calls to one host of the issuer's may be under way at once, 64 unless set; a further one waits a tenth of
     * the patience for its turn.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public RelyingPartyBuilder atOnce(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("one call at once is the least");
        }
        atOnce = calls;
        return this;
    }

    /**
     * How far the issuer's clock may be ahead of this one, and how far this one may go back; a minute unless set. Evidence
     * from beyond that is of unknown age.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public RelyingPartyBuilder skew(Duration apart) {
        if (apart.isNegative()) {
            throw new IllegalArgumentException("a skew is not negative");
        }
        skew = apart;
        return this;
    }

    /** Another source of elapsed nanoseconds than the machine's, for the breakers. */
    RelyingPartyBuilder ticker(LongSupplier nanoseconds) {
        ticker = nanoseconds;
        return this;
    }

    /** Another place to look names up than the machine's, to see which addresses are inside. */
    RelyingPartyBuilder names(Addresses.Names lookedUp) {
        names = lookedUp;
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
        SteadyClock steady = new SteadyClock(clock, skew);
        Transport transport = new Transport(
                ClientTls.context(trusted, certificate, password),
                patience,
                new Peers(atOnce, patience.dividedBy(WAIT_PART), ticker));
        Addresses addresses = new Addresses(names);
        Provider provider = new Provider(issuer, transport, steady, key == null, addresses);
        Tokens tokens = new Tokens(provider, id, skew);
        Endpoint endpoint = new Endpoint(issuer, id, key, transport, steady);
        return new RelyingParty(
                id,
                law,
                verifier,
                transport,
                provider,
                new SignInFlow(provider, endpoint, tokens, id, redirect, law, key != null, steady),
                new Logout(tokens, steady),
                new SignalStreams(
                        issuer.toString(),
                        new Transmitter(issuer, transport, steady, addresses),
                        new OwnTokens(provider, endpoint, key != null, steady)),
                steady,
                new StatusLists(new StatusListFetcher(issuer, addresses, transport, tokens), steady),
                new ChangeFeed(transport, tokens, issuer, steady),
                standingApi == null ? null : new StandingApi(standingApi, transport, steady),
                standingApi == null ? null : new DecisionApi(standingApi, transport, steady),
                standingApi == null ? null : new ReissueApi(standingApi, transport, steady));
    }
}
