package dev.musubi.jpki.revocation.ocsp;

import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.UnknownReason;
import dev.musubi.jpki.trust.TrustedAuthority;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Asks an OCSP responder over HTTP (RFC 6960 appendix A). Every failure, whatever it is, comes back as
 * {@link CertificateStatus.Unknown}; nothing is tried twice and nothing is remembered. Thread-safe.
 */
public final class OcspClient {

    private static final String RESPONSE_TYPE = "application/ocsp-response";

    private final HttpClient http;
    private final OcspPolicy policy;
    private final OcspRequestFactory requests;
    private final OcspResponseVerifier verifier;
    private final InstantSource clock;

    /**
     * @param http the client to send with; should not follow redirects
     * @param profile the environment's rules
     * @param policy what is asked of an answer
     * @param random where nonces come from; in production a {@link java.security.SecureRandom}
     * @param clock the time
     */
    public OcspClient(
            HttpClient http, JpkiProfile profile, OcspPolicy policy, RandomGenerator random, InstantSource clock) {
        this.http = http;
        this.policy = policy;
        this.requests = new OcspRequestFactory(random);
        this.verifier = new OcspResponseVerifier(profile, policy);
        this.clock = clock;
    }

    /**
     * Asks about one certificate and waits for the answer, at most as long as the policy says.
     *
     * @param certificate the certificate; its authority must be {@code authority}
     * @param authority who issued it
     * @param responder where to ask, http or https
     * @throws IllegalArgumentException if the certificate is of another authority
     */
    public CertificateStatus check(CertificateId certificate, TrustedAuthority authority, URI responder) {
        if (!certificate.authority().equals(authority.keyId())) {
            throw new IllegalArgumentException("the certificate is of another authority");
        }
        OcspRequest request = requests.create(authority, certificate.serial());
        HttpRequest message;
        try {
            message = message(request, responder);
        } catch (IllegalArgumentException e) {
            return unknown(UnknownReason.UNREACHABLE); // not an address one can ask at
        }
        CompletableFuture<HttpResponse<LimitedBody.Received>> exchange =
                http.sendAsync(message, info -> new LimitedBody(policy.maximumResponseBytes()));
        try {
            return judge(exchange.get(policy.timeout().toMillis(), TimeUnit.MILLISECONDS), request, authority);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return unknown(UnknownReason.TIMEOUT);
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            return unknown(UnknownReason.UNREACHABLE);
        } catch (ExecutionException e) {
            return unknown(
                    e.getCause() instanceof HttpTimeoutException ? UnknownReason.TIMEOUT : UnknownReason.UNREACHABLE);
        }
    }

    private CertificateStatus judge(
            HttpResponse<LimitedBody.Received> response, OcspRequest request, TrustedAuthority authority) {
        boolean typed = response.headers()
                .firstValue("Content-Type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(RESPONSE_TYPE::equals)
                .isPresent();
        if (response.statusCode() != 200 || !typed) {
            return unknown(UnknownReason.HTTP_ERROR);
        }
        if (response.body().tooLarge()) {
            return unknown(UnknownReason.TOO_LARGE);
        }
        byte[] der = new byte[response.body().bytes().remaining()];
        response.body().bytes().get(der);
        return verifier.verify(der, request, authority, clock.instant());
    }

    private HttpRequest message(OcspRequest request, URI responder) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder().timeout(policy.timeout()).header("Accept", RESPONSE_TYPE);
        return switch (policy.method()) {
            case POST ->
                builder.uri(responder)
                        .header("Content-Type", "application/ocsp-request")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request.der()))
                        .build();
            case GET -> builder.uri(getUri(request, responder)).GET().build();
        };
    }

    private static URI getUri(OcspRequest request, URI responder) {
        String base = responder.toString();
        String encoded =
                URLEncoder.encode(Base64.getEncoder().encodeToString(request.der()), StandardCharsets.US_ASCII);
        return URI.create(base.endsWith("/") ? base + encoded : base + "/" + encoded);
    }

    private CertificateStatus unknown(UnknownReason why) {
        return new CertificateStatus.Unknown(why, clock.instant());
    }
}
