package dev.musubi.relyingparty;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The provider as its metadata describes it (OpenID Connect Discovery 1.0 section 4). Read when first needed and once an
 * hour; while it cannot be read again, what was read last goes on to hold.
 */
final class Provider {

    private static final Duration READ_EVERY = Duration.ofHours(1);

    /** So that no sign-in in between waits for what was not to be had a moment ago. */
    private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

    private final URI issuer;
    private final Transport transport;
    private final SteadyClock clock;
    private final boolean byCertificate;
    private final Addresses addresses;
    private volatile @Nullable Known known;

    Provider(URI issuer, Transport transport, SteadyClock clock, boolean byCertificate, Addresses addresses) {
        this.issuer = issuer;
        this.transport = transport;
        this.clock = clock;
        this.byCertificate = byCertificate;
        this.addresses = addresses;
    }

    /**
     * Where the provider's endpoints are, and its keys.
     *
     * @param token with a client certificate the alias for it (RFC 8705 section 5), and so are the next two
     * @param endSession null if the provider has none
     */
    record Known(
            URI authorization,
            URI token,
            URI pushedRequests,
            URI userInfo,
            @Nullable URI endSession,
            URI jwks,
            JWKSource<SecurityContext> keys,
            Instant readAt) {

        Known readAt(Instant when) {
            return new Known(authorization, token, pushedRequests, userInfo, endSession, jwks, keys, when);
        }
    }

    URI issuer() {
        return issuer;
    }

    Known known() throws NotSignedInException {
        Known last = known;
        // An hour of elapsed time: a clock that was set back must not make it longer.
        Instant now = clock.latest();
        if (last != null && now.isBefore(last.readAt().plus(READ_EVERY))) {
            return last;
        }
        try {
            Known read = read(now, last);
            known = read;
            return read;
        } catch (IOException e) {
            Trouble trouble = Trouble.of(Trouble.Why.NOT_UNDERSTOOD, e);
            if (last != null) {
                Log.trouble("metadata, the last ones hold", trouble);
                Known again = last.readAt(now.minus(READ_EVERY).plus(TRY_AGAIN));
                known = again;
                return again;
            }
            throw NotSignedInException.unreachable(trouble);
        }
    }

    private Known read(Instant now, @Nullable Known last) throws IOException {
        String base = issuer.toString();
        Transport.Answer answer = transport.get(
                URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                        + "/.well-known/openid-configuration"),
                Map.of());
        if (answer.status() != 200) {
            throw new TransportException(Trouble.Why.STATUS);
        }
        Map<String, Object> metadata = Json.parse(answer.body());
        // RFC 8414 section 3.3: compared to the letter. And what keeps mix-up and downgrade out has to be on offer.
        if (!base.equals(metadata.get("issuer"))
                || !Boolean.TRUE.equals(metadata.get("authorization_response_iss_parameter_supported"))
                || !Json.list(metadata, "code_challenge_methods_supported").contains("S256")) {
            throw new TransportException(Trouble.Why.NOT_SUCH_A_PROVIDER);
        }
        Map<?, ?> aliases = byCertificate ? Json.object(metadata, "mtls_endpoint_aliases") : Map.of();
        URI jwks = needed(metadata, Map.of(), "jwks_uri");
        Known read = new Known(
                needed(metadata, Map.of(), "authorization_endpoint"),
                needed(metadata, aliases, "token_endpoint"),
                needed(metadata, aliases, "pushed_authorization_request_endpoint"),
                needed(metadata, aliases, "userinfo_endpoint"),
                metadata.containsKey("end_session_endpoint")
                        ? needed(metadata, Map.of(), "end_session_endpoint")
                        : null,
                jwks,
                // Those that are here already, unless they have moved.
                last != null && jwks.equals(last.jwks()) ? last.keys() : keys(jwks),
                now);
        if (!mayName(read)) {
            throw new TransportException(Trouble.Why.ADDRESS_INSIDE);
        }
        return read;
    }

    /** Names are looked up for this, and whoever serves those names may take any time: it has that of one call in all. */
    private boolean mayName(Known read) throws TransportException {
        List<URI> named = Stream.of(
                        read.jwks(),
                        read.authorization(),
                        read.token(),
                        read.pushedRequests(),
                        read.userInfo(),
                        read.endSession())
                .filter(Objects::nonNull)
                .toList();
        return transport.inTime(() -> named.stream().allMatch(each -> addresses.mayName(issuer, each)));
    }

    private JWKSource<SecurityContext> keys(URI jwks) throws MalformedURLException {
        return JWKSourceBuilder.<SecurityContext>create(jwks.toURL(), transport)
                .cache(Duration.ofMinutes(10).toMillis(), Duration.ofSeconds(15).toMillis())
                .refreshAheadCache(false)
                .rateLimited(Duration.ofSeconds(5).toMillis())
                .retrying(true)
                .build();
    }

    private URI needed(Map<String, Object> metadata, Map<?, ?> aliases, String name) throws IOException {
        for (Map<?, ?> each : List.of(aliases, metadata)) {
            String text = Json.text(each, name);
            if (text != null) {
                try {
                    URI uri = URI.create(text);
                    if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
                        return uri;
                    }
                } catch (IllegalArgumentException malformed) {
                    // Said below.
                }
                throw new TransportException(Trouble.Why.NOT_SUCH_A_PROVIDER);
            }
        }
        throw new TransportException(Trouble.Why.NOT_SUCH_A_PROVIDER);
    }
}
