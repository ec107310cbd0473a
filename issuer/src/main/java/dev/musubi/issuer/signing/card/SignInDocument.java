package dev.musubi.issuer.signing.card;

import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.signin.CheckWords;
import dev.musubi.issuer.signin.SignInSettings;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.jpki.verification.ToSign;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What somebody signs with the signature certificate to sign in: it says so in plain words, for whoever reads it later too. */
@Component
final class SignInDocument {

    static final String TYPE = "musubi-sign-in+jws";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SignInSettings settings;
    private final CheckWords words;
    private final MachineClock machine;

    SignInDocument(SignInSettings settings, CheckWords words, MachineClock machine) {
        this.settings = settings;
        this.words = words;
        this.machine = machine;
    }

    ToSign write() {
        byte[] nonce = new byte[32];
        RANDOM.nextBytes(nonce);
        String word = words.random();
        Instant now = machine.instant();
        String host = settings.origin().getAuthority();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("purpose", "民間IDへのサインイン");
        members.put("purpose_en", "Sign in to your private ID");
        members.put("issuer", settings.origin().toString());
        members.put("site", Map.of("name", settings.name(), "host", host));
        members.put("check_word", word);
        members.put("issued_at", now.toString());
        members.put("nonce", Base64.getUrlEncoder().withoutPadding().encodeToString(nonce));
        members.put(
                "display",
                "民間IDへのサインイン\nこのマイナンバーカードを、これからのサインインに使えるようにします。\n依頼元: %s（%s）\n確認のことば: %s"
                        .formatted(settings.name(), host, word));
        return new ToSign(TYPE, StoredJson.text(members));
    }
}
