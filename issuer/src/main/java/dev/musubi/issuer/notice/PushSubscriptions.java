package dev.musubi.issuer.notice;

import com.nimbusds.jose.util.Base64URL;
import dev.musubi.issuer.outbound.AddressRules;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the subscriptions that browsers send. What stands in one comes from outside: we call the address in it. */
@Component
public class PushSubscriptions {

    /** Those of today's push services are below 600. */
    private static final int LONGEST_ENDPOINT = 2048;

    private static final int LONGEST_KEY = 128;
    private static final int AUTH = 16;
    private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]+={0,2}");

    private final AddressRules rules;

    PushSubscriptions(PushRules rules) {
        this.rules = rules.addresses();
    }

    /** What came of reading one. */
    public sealed interface Read {
        /** It is one. */
        record Good(PushSubscription subscription) implements Read {}

        /**
         * It is none that we call.
         *
         * @param reason a stable code
         */
        record Refused(String reason) implements Read {}
    }

    /**
     * Reads one.
     *
     * @param endpoint as the browser sent it, as are the keys, in base64url
     * @param device which kind of browser it is
     */
    public Read read(@Nullable String endpoint, @Nullable String p256dh, @Nullable String auth, String device) {
        if (endpoint == null || endpoint.isEmpty() || endpoint.length() > LONGEST_ENDPOINT) {
            return new Read.Refused("endpoint_malformed");
        }
        URI address;
        try {
            address = new URI(endpoint);
        } catch (URISyntaxException e) {
            return new Read.Refused("endpoint_malformed");
        }
        Optional<String> refused = refusal(address);
        if (refused.isPresent()) {
            return new Read.Refused(refused.get());
        }
        byte[] secret = decoded(auth);
        if (secret.length != AUTH) {
            return new Read.Refused("auth_malformed");
        }
        try {
            return new Read.Good(new PushSubscription(address, PushSubscription.key(decoded(p256dh)), secret, device));
        } catch (IllegalArgumentException noKey) {
            return new Read.Refused("key_malformed");
        }
    }

    private Optional<String> refusal(URI address) {
        if (!"https".equalsIgnoreCase(address.getScheme())) {
            return Optional.of("endpoint_not_https");
        }
        if (address.getRawFragment() != null || !address.toString().equals(address.toASCIIString())) {
            return Optional.of("endpoint_malformed");
        }
        return rules.ofWritten(address).map(AddressRules.Refusal::code);
    }

    private static byte[] decoded(@Nullable String text) {
        return text == null
                        || text.length() > LONGEST_KEY
                        || !BASE64URL.matcher(text).matches()
                ? new byte[0]
                : Base64URL.from(text).decode();
    }
}
