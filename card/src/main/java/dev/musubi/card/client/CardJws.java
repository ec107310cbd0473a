package dev.musubi.card.client;

import dev.musubi.card.CardKey;
import dev.musubi.card.DigestAlgorithm;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Compact JWS signed by a card (RFC 7515), with the holder's certificate in {@code x5c}: RS256 by an RSA key, ES384 by one on
 * P-384 (RFC 7518 section 3.1).
 */
public final class CardJws {

    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9!#$&^_.+/-]{1,100}");
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private CardJws() {}

    /**
     * Has a document signed, with one PIN entry.
     *
     * @param at the present: a certificate whose dates do not contain it is not used
     * @param type the {@code typ} of the JWS: the letters of a media type, at most 100
     * @param document the exact bytes to sign; show the person what they say before the PIN is asked for
     * @throws IllegalArgumentException if the type has other characters
     */
    public static CardResult<String> sign(
            JpkiCard card, CardKey key, PinPrompt prompt, Instant at, String type, byte[] document) {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("the type of a JWS is a media type");
        }
        CardResult<CardSignature> signed = card.sign(
                key,
                prompt,
                at,
                certificate -> CardDigest.ofDocument(digest(certificate), input(certificate, type, document)));
        if (signed instanceof CardResult.Failed<CardSignature> failed) {
            return new CardResult.Failed<>(failed.problem());
        }
        CardSignature signature = ((CardResult.Done<CardSignature>) signed).value();
        String input = new String(input(signature.certificate(), type, document), StandardCharsets.US_ASCII);
        return new CardResult.Done<>(input + "." + URL.encodeToString(signature.value()));
    }

    private static byte[] input(CardCertificate certificate, String type, byte[] document) {
        String header = "{\"alg\":\"" + (isRsa(certificate) ? "RS256" : "ES384") + "\",\"typ\":\"" + type
                + "\",\"x5c\":[\"" + Base64.getEncoder().encodeToString(certificate.der()) + "\"]}";
        String input =
                URL.encodeToString(header.getBytes(StandardCharsets.US_ASCII)) + "." + URL.encodeToString(document);
        return input.getBytes(StandardCharsets.US_ASCII);
    }

    private static DigestAlgorithm digest(CardCertificate certificate) {
        return isRsa(certificate) ? DigestAlgorithm.SHA_256 : DigestAlgorithm.SHA_384;
    }

    /** A key of any other kind is refused when it is to sign. */
    private static boolean isRsa(CardCertificate certificate) {
        return KeyAlgorithm.of(certificate.x509().getPublicKey())
                .map(algorithm -> algorithm == KeyAlgorithm.RSA_2048_SHA_256)
                .orElse(true);
    }
}
