package dev.musubi.issuer.consent;

import dev.musubi.issuer.database.StoredJson;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What a holder signs to take back the consent to the latest-attributes service, in the form J-LIS takes it. */
@Component
public class CancellationDocument {

    /** Its JWS {@code typ}. */
    public static final String TYPE = "latest-attributes-consent-cancellation+jws";

    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * The exact text to sign, good for ten minutes at J-LIS.
     *
     * @param issuer who asks for it, so that a signer can see that it was not passed on
     */
    public String of(URI issuer, String externalRef, Instant now) {
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "latest-attributes-consent-cancellation");
        document.put("issuer", issuer.toString());
        document.put("consentId", externalRef);
        document.put("statedAt", now.toString());
        document.put("nonce", Base64.getUrlEncoder().withoutPadding().encodeToString(nonce));
        document.put("display", """
                最新の利用者情報の提供についての同意の取消し
                氏名・住所・生年月日・性別の自動更新をやめます。
                今後、住所などが変わったときは、ご自身での再発行が必要です。""");
        return StoredJson.text(document);
    }
}
