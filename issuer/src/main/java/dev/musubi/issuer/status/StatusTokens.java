package dev.musubi.issuer.status;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.springframework.stereotype.Component;

/** Puts a list, or what changed in one, into a signed JWT (Token Status List section 5.1, RFC 7519). */
@Component
final class StatusTokens {

    /** The type of a list. */
    static final String LIST = "statuslist+jwt";

    /** The type of what changed in one, which is ours. */
    static final String CHANGES = "statuslist-changes+jwt";

    private final TokenSigner signer;
    private final StatusSettings settings;

    StatusTokens(TokenSigner signer, StatusSettings settings) {
        this.signer = signer;
        this.settings = settings;
    }

    /** The list as a JWT. */
    String list(StatusToken token, byte[] compressed, byte[] root) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("bits", StatusBits.BITS);
        list.put("lst", Base64URL.encode(compressed).toString());
        list.put("aggregation_uri", settings.lists().toString());
        Map<String, Object> claims = claims(token);
        claims.put("status_list", list);
        claims.put("status_list_version", version(token, root));
        return signed(LIST, claims);
    }

    /** Which state of the list it is, and where to ask what has changed since then. */
    Map<String, Object> version(StatusToken token, byte[] root) {
        Map<String, Object> version = new LinkedHashMap<>();
        version.put("number", token.number());
        version.put("root", Base64URL.encode(root).toString());
        version.put("changes_uri", settings.list(token.list()) + "/since/" + token.number());
        return version;
    }

    /** What every one of them says. */
    Map<String, Object> claims(StatusToken token) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", settings.issuer().toString());
        claims.put("sub", settings.list(token.list()).toString());
        claims.put("iat", token.issuedAt().getEpochSecond());
        claims.put("exp", token.expiresAt().getEpochSecond());
        claims.put("ttl", settings.ttl().toSeconds());
        return claims;
    }

    /** A JWT. */
    String signed(String type, Map<String, Object> claims) {
        Base64URL payload = Base64URL.encode(JSONObjectUtils.toJSONString(claims));
        String[] input = new String[1];
        TokenSigner.Signature signature = signer.sign(keyId -> {
            Map<String, Object> header = new LinkedHashMap<>();
            header.put("alg", "ES256");
            header.put("kid", keyId);
            header.put("typ", type);
            input[0] = Base64URL.encode(JSONObjectUtils.toJSONString(header)) + "." + payload;
            return input[0].getBytes(StandardCharsets.US_ASCII);
        });
        return input[0] + "." + Base64URL.encode(signature.bytes());
    }

    /** As it is kept and sent. */
    static byte[] gzip(String token) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(token.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
