package dev.musubi.issuer.signin;

import dev.musubi.issuer.vault.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The check word of a request for a signature: two short words and a number that can be read out aloud ("さくら みなと 42").
 * Whoever asks shows it, and the signer shows it before the PIN; where the two differ, what is signed is somebody else's.
 */
@Component
public class CheckWords {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<String> WORDS = List.of(
            "あかり", "あさひ", "あずき", "あめ", "いかだ", "いずみ", "いなほ", "うさぎ", "うちわ", "うみ", "えがお", "えのき", "おかゆ", "おちば", "かえで",
            "かがみ", "かもめ", "きつね", "きなこ", "くじら", "くるみ", "けやき", "こおり", "こまち", "さくら", "さざなみ", "しずく", "しらゆき", "すいか", "すずめ",
            "せせらぎ", "そよかぜ", "たいこ", "たけのこ", "ちどり", "つばき", "つばめ", "つみき", "てまり", "とうふ", "とんぼ", "なぎさ", "なずな", "にじ", "ねこ",
            "のはら", "はまべ", "はやし", "ひかり", "ひなた", "ふうりん", "ふじ", "ほたる", "ほしぞら", "まつり", "みかん", "みなと", "もみじ", "もりのみち", "やまびこ",
            "ゆうひ", "ゆずゆ", "よあけ", "わかば");

    private final KeyedHash keyedHash;

    CheckWords(KeyedHash keyedHash) {
        this.keyedHash = keyedHash;
    }

    /** The word of a browser, by its number: the page and what is signed for it say the same. */
    public String of(String browserNumber) {
        return word(keyedHash.of("check-word", browserNumber.getBytes(StandardCharsets.UTF_8)));
    }

    /** A word for a request that is of no browser. */
    public String random() {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        return of(Base64.getEncoder().encodeToString(random));
    }

    private static String word(byte[] hash) {
        return "%s %s %02d"
                .formatted(
                        WORDS.get(hash[0] & 63),
                        WORDS.get(hash[1] & 63),
                        (((hash[2] & 0xFF) << 8) | (hash[3] & 0xFF)) % 100);
    }
}
