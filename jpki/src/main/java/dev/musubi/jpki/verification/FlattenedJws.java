package dev.musubi.jpki.verification;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A JWS in the flattened JSON serialization (RFC 7515 section 7.2.2), for who learns with the signature by which certificate
 * it is: {@code x5c} stands in the unprotected header, and nothing else does. Nothing signs that header; what is in it is
 * checked as anybody's claim, against the signature and the trusted authorities.
 */
final class FlattenedJws {

    private static final Set<String> MEMBERS = Set.of("protected", "header", "payload", "signature");

    private static final String X5C = "\"x5c\"";

    private FlattenedJws() {}

    static boolean isMeant(String jws) {
        return jws.startsWith("{");
    }

    static CompactJws read(String json) throws SignatureRefusedException {
        // The parser sees a name twice in the outer object only; and nobody has to write one with escapes or spaces.
        if (json.indexOf('\\') >= 0
                || json.chars().anyMatch(Character::isWhitespace)
                || json.indexOf(X5C) != json.lastIndexOf(X5C)) {
            throw new SignatureRefusedException(RefusalReason.MALFORMED_SIGNATURE, "spelling");
        }
        Map<String, Object> members = parse(json);
        if (!members.keySet().equals(MEMBERS)
                || !(members.get("protected") instanceof String header)
                || !(members.get("payload") instanceof String payload)
                || !(members.get("signature") instanceof String signature)
                || !(members.get("header") instanceof Map<?, ?> unprotected)
                || !unprotected.keySet().equals(Set.of("x5c"))
                || !(unprotected.get("x5c") instanceof List<?> certificates)) {
            throw new SignatureRefusedException(RefusalReason.MALFORMED_SIGNATURE, "members");
        }
        return CompactJws.read(header + "." + payload + "." + signature, certificates);
    }

    private static Map<String, Object> parse(String json) throws SignatureRefusedException {
        try {
            return JSONObjectUtils.parse(json);
        } catch (ParseException e) {
            throw new SignatureRefusedException(RefusalReason.MALFORMED_SIGNATURE, "JSON");
        }
    }
}
