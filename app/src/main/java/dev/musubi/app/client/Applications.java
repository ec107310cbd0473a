package dev.musubi.app.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where an issuer gives out applications for private IDs and takes them back signed. */
public final class Applications {

    private final JsonHttp http;
    private final String path;

    /**
     * An issuer's applications.
     *
     * @param address where they are asked for
     * @param serverCertificate the only certificate to trust there (PEM), or null for what the JDK trusts
     * @throws IllegalStateException if that certificate cannot be read
     */
    public Applications(URI address, @Nullable Path serverCertificate) {
        this.http = new JsonHttp(
                address.resolve("/"), serverCertificate == null ? null : Tls.context(serverCertificate, null));
        this.path = address.getPath().substring(1);
    }

    /** Asks for an application to sign. */
    public Reply apply(boolean latestAttributes) {
        return http.send("POST", path, Map.of("latest_attributes", latestAttributes), null);
    }

    /** Sends what was signed. */
    public Reply submit(String applicationId, String signed, @Nullable String signedConsent) {
        Map<String, Object> body = new HashMap<>(Map.of("application", signed));
        if (signedConsent != null) {
            body.put("latest_attributes_consent", signedConsent);
        }
        return http.send("POST", path + "/" + applicationId + "/signature", body, null);
    }
}
