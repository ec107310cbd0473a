package dev.musubi.demo;

import dev.musubi.jpki.verification.SignedContent;
import dev.musubi.jpki.verification.ToSign;
import dev.musubi.relyingparty.person.VerifiedPerson;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * An application to be signed with the card, filled in from the private ID: for one browser and one signature, for half an hour.
 *
 * @param document the JSON to be signed to the octet; its member {@code display} is what the signer reads
 * @param lines what the signer reads, line by line
 * @param personal those of the lines that say who it is
 * @param expiresAt until when it is taken
 */
record Application(String document, List<String> lines, List<String> personal, Instant expiresAt)
        implements Serializable {

    /** The {@code typ} of its signature. */
    static final String TYPE = "musubi-demo-application+jws";

    private static final Duration GOOD_FOR = Duration.ofMinutes(30);

    /** Less than this is not worth beginning with: one has to read it, and find the card. */
    private static final Duration LEAST = Duration.ofMinutes(10);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** One for what the shop offers, in the name of this person. */
    static Application of(Shop shop, VerifiedPerson person, Instant now) {
        Instant expiresAt = now.plus(GOOD_FOR).truncatedTo(ChronoUnit.MINUTES);
        List<String> personal = personal(person);
        List<String> lines = new ArrayList<>();
        lines.add(shop.title().japanese() + " 御中");
        lines.add(shop.transaction() + "を申し込みます。");
        lines.addAll(personal);
        lines.add("申込日　" + Days.day(now.atZone(Days.JAPAN).toLocalDate()).japanese());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "application");
        document.put("to", shop.title().japanese());
        document.put("procedure", shop.procedure());
        document.put(
                "expires_at", expiresAt.atZone(Days.JAPAN).toOffsetDateTime().toString());
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        document.put("nonce", Base64.getUrlEncoder().withoutPadding().encodeToString(nonce));
        document.put("display", String.join("\n", lines));
        return new Application(
                JsonMapper.shared().writeValueAsString(document), List.copyOf(lines), personal, expiresAt);
    }

    private static List<String> personal(VerifiedPerson person) {
        return List.of(
                "氏名　" + (person.name() == null ? "" : person.name().whole().value()),
                "住所　"
                        + (person.address() == null
                                ? ""
                                : person.address().whole().value()),
                "生年月日　" + Days.birth(person.birthDate()).japanese());
    }

    /** What is signed. */
    ToSign toSign() {
        return new ToSign(TYPE, document);
    }

    /** Whether it says of this person what is known now. */
    boolean isOf(VerifiedPerson person) {
        return personal.equals(personal(person));
    }

    /** Whether there is time enough to sign it. */
    boolean hasTimeAt(Instant now) {
        return now.plus(LEAST).isBefore(expiresAt);
    }

    /** Whether this is what was signed, to the octet. */
    boolean isThat(SignedContent content) {
        return content.type().filter(TYPE::equals).isPresent()
                && MessageDigest.isEqual(content.bytes(), document.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether its time is over. */
    boolean isOver(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /** Says nothing of the person. */
    @Override
    public String toString() {
        return "Application[…]";
    }
}
