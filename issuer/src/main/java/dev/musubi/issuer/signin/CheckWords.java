package dev.musubi.issuer.signin;

import java.security.SecureRandom;
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

    /** A new one. */
    public String random() {
        byte[] random = new byte[4];
        RANDOM.nextBytes(random);
        return word(random);
    }

    private static String word(byte[] hash) {
        return "%s %s %02d"
                .formatted(
                        WORDS.get(hash[0] & 63),
                        WORDS.get(hash[1] & 63),
                        (((hash[2] & 0xFF) << 8) | (hash[3] & 0xFF)) % 100);
    }
}
