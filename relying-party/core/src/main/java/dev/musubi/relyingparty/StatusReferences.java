package dev.musubi.relyingparty;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.relyingparty.status.StatusReference;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the claim {@code status} (Token Status List section 6.2). */
final class StatusReferences {

    private StatusReferences() {}

    /** The reference; null where there is none. One that cannot be followed is an error: what it says may matter. */
    static @Nullable StatusReference in(JWTClaimsSet claims) throws ParseException {
        Map<String, Object> status = claims.getJSONObjectClaim("status");
        Map<?, ?> entry = status == null ? Map.of() : Json.object(status, "status_list");
        if (entry.isEmpty()) {
            return null;
        }
        String uri = Json.text(entry, "uri");
        try {
            // A number that does not fit must not become another entry's.
            if (uri != null && entry.get("idx") instanceof Number index && index.doubleValue() == index.intValue()) {
                return new StatusReference(URI.create(uri), index.intValue());
            }
        } catch (IllegalArgumentException malformed) {
            // Said below.
        }
        throw new ParseException("the claim status is malformed", 0);
    }
}
