package dev.musubi.relyingparty;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A transmitter as its metadata describes it (OpenID Shared Signals Framework 1.0 section 7). Read when first needed and once
 * an hour, keys included where they have moved; while it cannot be read again, what was read last goes on to hold.
 */
final class Transmitter {

    private static final Duration READ_EVERY = Duration.ofHours(1);
    private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

    private final URI issuer;
    private final Transport transport;
    private final SteadyClock clock;
    private final Addresses addresses;
    private volatile @Nullable Known known;

    Transmitter(URI issuer, Transport transport, SteadyClock clock, Addresses addresses) {
        this.issuer = issuer;
        this.transport = transport;
        this.clock = clock;
        this.addresses = addresses;
    }

    private record Known(Map<String, Object> metadata, URI jwks, JWKSource<SecurityContext> keys, Instant readAt) {}

    URI issuer() {
        return issuer;
    }

    /** Its keys. */
    JWKSource<SecurityContext> keys() throws IOException {
        return known().keys();
    }

    /**
     * One of its endpoints, by its name in the metadata; with a client certificate the alias for it, where there is one.
     *
     * @throws IOException if there is none, or it is none to be called
     */
    URI endpoint(String name, boolean byCertificate) throws IOException {
        Map<String, Object> metadata = known().metadata();
        String alias = byCertificate ? Json.text(Json.object(metadata, "mtls_endpoint_aliases"), name) : null;
        return named(alias == null ? Json.text(metadata, name) : alias);
    }

    /**
     * Holds an address that it named, in its metadata or of a stream, to where it may send us.
     *
     * @throws TransportException if that is not https, or it is outside and this is inside
     */
    void hold(URI named) throws TransportException {
        addresses.hold(transport, issuer, named);
    }

    private Known known() throws IOException {
        Known last = known;
        Instant now = clock.latest();
        if (last != null && now.isBefore(last.readAt().plus(READ_EVERY))) {
            return last;
        }
        try {
            Map<String, Object> metadata = metadata();
            URI jwks = named(Json.text(metadata, "jwks_uri"));
            Known read =
                    new Known(metadata, jwks, last != null && jwks.equals(last.jwks()) ? last.keys() : keys(jwks), now);
            known = read;
            return read;
        } catch (IOException e) {
            if (last == null) {
                throw e;
            }
            Log.trouble("transmitter's metadata, the last ones hold", Trouble.of(Trouble.Why.NOT_UNDERSTOOD, e));
            Known again = new Known(
                    last.metadata(),
                    last.jwks(),
                    last.keys(),
                    now.minus(READ_EVERY).plus(TRY_AGAIN));
            known = again;
            return again;
        }
    }

    private URI named(@Nullable String text) throws IOException {
        if (text == null) {
            throw new TransportException(Trouble.Why.NOT_SUCH_A_PROVIDER);
        }
        try {
            URI uri = URI.create(text);
            hold(uri);
            return uri;
        } catch (IllegalArgumentException malformed) {
            throw new TransportException(Trouble.Why.NOT_SUCH_A_PROVIDER, malformed);
        }
    }

    private JWKSource<SecurityContext> keys(URI jwks) throws MalformedURLException {
        return JWKSourceBuilder.<SecurityContext>create(jwks.toURL(), transport)
                .cache(Duration.ofMinutes(10).toMillis(), Duration.ofSeconds(15).toMillis())
                .refreshAheadCache(false)
                .rateLimited(Duration.ofSeconds(5).toMillis())
                .retrying(true)
                .build();
    }

    private Map<String, Object> metadata() throws IOException {
        Transport.Answer answer = transport.get(wellKnown(issuer), Map.of());
        if (answer.status() != 200) {
            throw new TransportException(Trouble.Why.STATUS);
        }
        Map<String, Object> metadata = Json.parse(answer.body());
        // To the letter, so that nobody is taken for another (section 7.2.4).
        if (!issuer.toString().equals(metadata.get("issuer"))) {
            throw new TransportException(Trouble.Why.NOT_SUCH_A_PROVIDER);
        }
        return metadata;
    }

    /** The well-known part stands between host and path (section 7.2.1). */
    static URI wellKnown(URI issuer) {
        String path = issuer.getRawPath() == null ? "" : issuer.getRawPath();
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return URI.create(
                issuer.getScheme() + "://" + issuer.getRawAuthority() + "/.well-known/ssf-configuration" + bare);
    }
}
