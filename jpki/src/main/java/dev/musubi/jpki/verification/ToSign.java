package dev.musubi.jpki.verification;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A document to be signed elsewhere, and the JWS it becomes. The header is fixed before anybody knows by which certificate it
 * will be signed; the certificate then stands beside it, in the flattened JSON serialization (RFC 7515 section 7.2.2). That is
 * what is kept: any JOSE library can verify it, for as long as it is evidence, and {@link SignatureVerifier#verifyJws} does.
 *
 * @param type what it is, the {@code typ} of the JWS: letters, digits, {@code . + - /}
 * @param text its JSON
 */
public record ToSign(String type, String text) {

    /** Checks the type, which stands in a header that is written here. */
    public ToSign {
        if (!type.matches("[A-Za-z0-9.+/-]{1,100}")) {
            throw new IllegalArgumentException("a type is 1 to 100 letters, digits, dots, pluses, hyphens and slashes");
        }
    }

    /** What the signature is over (RFC 7515 section 5.1): with SHA-256 and PKCS #1 v1.5, which the cards of today sign with. */
    public byte[] signingInput() {
        return (header() + "." + base64Url(text)).getBytes(StandardCharsets.US_ASCII);
    }

    private String header() {
        return base64Url("{\"alg\":\"RS256\",\"typ\":\"" + type + "\"}");
    }

    /**
     * The JWS, when it has been signed. Nothing is checked here.
     *
     * @param signature the value, as the card made it
     * @param certificate the DER of the certificate that came with it
     */
    public String signed(byte[] signature, byte[] certificate) {
        return "{\"protected\":\"%s\",\"payload\":\"%s\",\"signature\":\"%s\",\"header\":{\"x5c\":[\"%s\"]}}"
                .formatted(
                        header(),
                        base64Url(text),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(signature),
                        Base64.getEncoder().encodeToString(certificate));
    }

    private static String base64Url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Says nothing of the person. */
    @Override
    public String toString() {
        return "ToSign[" + type + "]";
    }
}
