package dev.musubi.demo;

import dev.musubi.jpki.verification.SignedContent;
import dev.musubi.relyingparty.person.VerifiedPerson;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * An application to be signed with the card, filled in from the private ID: good for one browser, once, for ten minutes.
 *
 * @param document the JSON to be signed to the octet; its member {@code display} is what the signer is shown
 * @param expiresAt until when it is taken
 */
record Application(String document, Instant expiresAt) implements Serializable {

    /** The {@code typ} of its signature. */
    static final String TYPE = "musubi-demo-application+jws";

    private static final Duration GOOD_FOR = Duration.ofMinutes(10);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** One for what the shop offers, in the name of this person. */
    static Application of(Shop shop, VerifiedPerson person, Instant now) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "application");
        document.put("to", shop.japanese());
        document.put("procedure", shop.procedure());
        document.put("expires_at", now.plus(GOOD_FOR).toString());
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        document.put("nonce", Base64.getUrlEncoder().withoutPadding().encodeToString(nonce));
        document.put("display", """
                %sへの申込み: %s
                氏名 %s
                住所 %s
                生年月日 %s""".formatted(
                        shop.japanese(),
                        shop.transaction(),
                        person.name() == null ? "" : person.name().whole().value(),
                        person.address() == null ? "" : person.address().whole().value(),
                        person.birthDate() == null ? "" : person.birthDate().text()));
        return new Application(JsonMapper.shared().writeValueAsString(document), now.plus(GOOD_FOR));
    }

    /** Whether this is what was signed, to the octet and in time. */
    boolean isThat(SignedContent content, Instant now) {
        return now.isBefore(expiresAt)
                && content.type().filter(TYPE::equals).isPresent()
                && MessageDigest.isEqual(content.bytes(), document.getBytes(StandardCharsets.UTF_8));
    }

    /** Says nothing of the person. */
    @Override
    public String toString() {
        return "Application[…]";
    }
}
