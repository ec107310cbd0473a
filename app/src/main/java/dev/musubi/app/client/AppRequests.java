package dev.musubi.app.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An app's requests to the residents' door: each with a proof of the app's key, and once more with the nonce it wants. */
public final class AppRequests {

    private static final String WANTS_NONCE = "use_dpop_nonce";

    private final JsonHttp http;
    private final URI base;
    private final AppKey key;
    private volatile @Nullable String nonce;

    /**
     * To one issuer.
     *
     * @param base the residents' door
     * @param serverCertificate the only certificate to trust there (PEM), or null for what the JDK trusts
     * @throws IllegalStateException if that certificate cannot be read
     */
    public AppRequests(URI base, @Nullable Path serverCertificate, AppKey key) {
        this(base, serverCertificate == null ? null : Tls.context(serverCertificate, null), key);
    }

    AppRequests(URI base, @Nullable SSLContext tls, AppKey key) {
        this.http = new JsonHttp(base, tls);
        this.base = base;
        this.key = key;
    }

    /** Sends a request; {@code token} lets the app in, if it has one. */
    public Reply send(String method, String path, @Nullable Object body, @Nullable String token) {
        Reply reply = once(method, path, body, token);
        if (!reply.code().equals(WANTS_NONCE)) {
            return reply;
        }
        nonce = reply.header("DPoP-Nonce");
        return once(method, path, body, token);
    }

    private Reply once(String method, String path, @Nullable Object body, @Nullable String token) {
        Map<String, String> headers = new HashMap<>();
        headers.put("DPoP", key.proof(method, URI.create(base + path), nonce, token));
        if (token != null) {
            headers.put("Authorization", "DPoP " + token);
        }
        return http.exchange(method, path, body, headers);
    }
}
