package dev.musubi.app.card;

import dev.musubi.app.client.Applications;
import dev.musubi.app.client.Reply;
import dev.musubi.card.CardKey;
import dev.musubi.card.client.CardFinder;
import dev.musubi.card.client.CardJws;
import dev.musubi.card.client.CardProblem;
import dev.musubi.card.client.CardResult;
import dev.musubi.card.client.JpkiCard;
import dev.musubi.card.client.Pin;
import dev.musubi.card.client.PinPrompt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Enrols from a terminal with the card in a reader: asks the issuer for an application, shows it, asks for assent, then for the
 * PIN, has the card sign, and sends it. Without assent nothing is signed; a wrong PIN is not tried again.
 */
final class SignApplication {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");
    private static final int CREATED = 201;

    private final CardFinder finder;
    private final Terminal terminal;
    private final InstantSource clock;

    SignApplication(CardFinder finder, Terminal terminal, InstantSource clock) {
        this.finder = finder;
        this.terminal = terminal;
        this.clock = clock;
    }

    /**
     * Does it.
     *
     * @param latestAttributes whether the holder consents to J-LIS giving the issuer the latest attributes; asked for if null
     * @return the issuer's answer, a private ID
     * @throws CardTrouble if there is none
     */
    Reply enrol(Applications issuer, @Nullable Boolean latestAttributes) {
        // Before anything is asked of anybody: is there a card that can sign?
        try (JpkiCard card = find()) {
            if (done(card.triesLeft(CardKey.SIGNATURE)) == 0) {
                throw CardTrouble.of(new CardProblem.PinLocked(CardKey.SIGNATURE));
            }
        }
        boolean consent = latestAttributes != null
                ? latestAttributes
                : yes("住所や氏名が変わったとき、発行者が最新の情報をJ-LISから受け取ることに同意しますか"
                        + " / May the issuer have your latest attributes from J-LIS?");
        Reply application = expectCreated(issuer.apply(consent));
        if (!ID.matcher(application.text("application_id")).matches()) {
            throw malformed();
        }
        SignedText document = SignedText.of(application.text("document"));
        SignedText consentDocument = SignedText.of(application.text("consent_document"));
        if (!document.isFrom(issuer.origin()) || (consent && !consentDocument.isFrom(issuer.origin()))) {
            // Somebody in between passed on what was made for them: the signature would be theirs.
            throw CardTrouble.of(
                    "申請書の発行者が接続先と違います。署名しませんでした。",
                    "The application names another issuer than the one it came from. Nothing was signed.",
                    "issuer_differs");
        }
        show("申請書", "The application", document);
        if (consent) {
            show("同意書", "The consent", consentDocument);
        }
        terminal.say("接続先 / You sign for: " + document.host());
        terminal.say("確認のことば / Check words: " + document.checkWord());
        if (!yes("以上の内容に署名しますか / Sign this?")) {
            throw CardTrouble.of("署名しませんでした。", "Nothing was signed.", "declined");
        }
        Signed signed = sign(application, consent);
        return expectCreated(issuer.submit(application.text("application_id"), signed.application(), signed.consent()));
    }

    private record Signed(String application, @Nullable String consent) {

        @Override
        public String toString() {
            return "Signed[redacted]";
        }
    }

    private Signed sign(Reply application, boolean consent) {
        Instant at = presentOf(application.text("document"));
        try (JpkiCard card = find();
                OneEntry entry = new OneEntry(terminal)) {
            String signed = sign(card, entry, at, application.text("type"), application.text("document"));
            return new Signed(
                    signed,
                    consent
                            ? sign(
                                    card,
                                    entry,
                                    at,
                                    application.text("consent_type"),
                                    application.text("consent_document"))
                            : null);
        }
    }

    private static String sign(JpkiCard card, PinPrompt prompt, Instant at, String type, String document) {
        try {
            return done(
                    CardJws.sign(card, CardKey.SIGNATURE, prompt, at, type, document.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static CardTrouble malformed() {
        return CardTrouble.of("発行者の申請書を読めません。", "The issuer's application is not understood.", "application_malformed");
    }

    private JpkiCard find() {
        return done(finder.find());
    }

    private static <T> T done(CardResult<T> result) {
        return switch (result) {
            case CardResult.Done<T>(T value) -> value;
            case CardResult.Failed<T>(CardProblem problem) -> throw CardTrouble.of(problem);
        };
    }

    private static Reply expectCreated(Reply reply) {
        if (reply.status() == CREATED) {
            return reply;
        }
        String japanese = reply.text("detail_ja");
        String reason = reply.text("reason");
        throw CardTrouble.of(
                SignedText.harmless(japanese.isEmpty() ? "発行者が受け付けませんでした。" : japanese),
                SignedText.harmless(
                        reply.text("detail").isEmpty()
                                ? "The issuer answered HTTP " + reply.status() + "."
                                : reply.text("detail")),
                SignedText.harmless((reply.code().isEmpty() ? "http_" + reply.status() : reply.code())
                        + (reason.isEmpty() ? "" : ", " + reason)));
    }

    private void show(String japanese, String english, SignedText document) {
        terminal.say("");
        terminal.say(japanese + " / " + english);
        document.lines().forEach(terminal::say);
        terminal.say("");
    }

    private boolean yes(String question) {
        String answer = terminal.ask(question + " [y/N] ").orElse("").strip().toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes") || answer.equals("はい");
    }

    /** The moment the issuer wrote into the application: the issuer decides whether a certificate was in force then. */
    private Instant presentOf(String document) {
        try {
            return Instant.parse(JSON.readTree(document).path("issued_at").asString(""));
        } catch (DateTimeParseException | JacksonException e) {
            return clock.instant();
        }
    }

    /** Asks for the PIN once. For the second signature of one sitting the same entry is used again: the first was right. */
    private static final class OneEntry implements PinPrompt, AutoCloseable {

        private final Terminal terminal;
        private char @Nullable [] entered;

        OneEntry(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Optional<Pin> ask(CardKey key, int triesLeft) {
            if (entered == null) {
                entered = terminal.askSecretly("署名用パスワード（英数字6〜16文字、あと" + triesLeft
                                + "回） / Signature PIN (6 to 16 letters and digits, tries left: " + triesLeft + "): ")
                        .orElse(null);
            }
            return entered == null || entered.length == 0 ? Optional.empty() : Optional.of(Pin.of(entered));
        }

        @Override
        public void close() {
            if (entered != null) {
                Arrays.fill(entered, '\0');
            }
        }
    }
}
