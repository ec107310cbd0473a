package dev.musubi.app.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where an issuer gives out applications for private IDs and takes them back signed. */
public final class Applications {

    private final AppRequests http;
    private final URI origin;
    private final String path;

    /**
     * An issuer's applications.
     *
     * @param address where they are asked for
     * @param key the key of whoever asks: what comes of it works with that key only
     * @param serverCertificate the only certificate to trust there (PEM), or null for what the JDK trusts
     * @throws IllegalStateException if that certificate cannot be read
     */
    public Applications(URI address, AppKey key, @Nullable Path serverCertificate) {
        this.origin = URI.create(address.getScheme() + "://" + address.getRawAuthority());
        this.http = new AppRequests(origin, serverCertificate, key);
        this.path = address.getPath();
    }

    /** The origin this talks to: an application that names another issuer was passed on from somewhere else. */
    public URI origin() {
        return origin;
    }

    /** Asks for an application to sign. */
    public Reply apply(boolean latestAttributes) {
        return http.send("POST", path, Map.of("latest_attributes", latestAttributes), null);
    }

    /** Sends what was signed. */
    public Reply submit(String applicationId, String signed, @Nullable String signedConsent) {
        Map<String, Object> body = new HashMap<>(Map.of("application", signed, "device", "musubi card"));
        if (signedConsent != null) {
            body.put("latest_attributes_consent", signedConsent);
        }
        return http.send("POST", path + "/" + applicationId + "/signature", body, null);
    }
}
