package dev.musubi.sandbox.mynaapp;

import dev.musubi.mynaapp.Dialect;
import java.util.Optional;

/**
 * What goes wrong because somebody chose so on the phone's page: the agency's test environment has such a page for sign-ins. The
 * first ones end the visit with an error, the last ones make a result that a careful client does not take.
 */
enum Played {
    NOTHING("何も起こさない", "Nothing", "", ""),
    CARD_LOST("カードが途中で離れる", "The card is taken away too early", "", ""),
    CANCELLED("利用者がキャンセル", "The holder cancels", "access_denied", Dialect.CANCELLED),
    PIN_LOCKED("暗証番号がロック中", "The PIN is locked", "access_denied", Dialect.PIN_LOCKED),
    CERTIFICATE_REVOKED("証明書が失効", "The certificate was revoked", "access_denied", Dialect.CERTIFICATE_REVOKED),
    CERTIFICATE_EXPIRED("証明書が有効期限切れ", "The certificate has expired", "access_denied", Dialect.CERTIFICATE_EXPIRED),
    CERTIFICATE_MISSING(
            "カードに証明書がない", "There is no certificate on the card", "access_denied", Dialect.CERTIFICATE_MISSING),
    TOO_LATE("時間切れ", "It takes too long", "access_denied", Dialect.TOO_LATE),
    DENIED("理由のない拒否", "Denied without a reason", "access_denied", "other"),
    SERVER_ERROR("サーバーの内部エラー", "The server fails", "server_error", "other"),
    UNAVAILABLE("J-LISにつながらない", "J-LIS cannot be reached", "temporarily_unavailable", "other"),
    UNKNOWN_ERROR("だれも知らないエラー", "An error nobody knows", "error_nobody_knows", "other"),
    OTHER_DOCUMENT("別の文書への署名を返す", "Returns a signature over another document", "", ""),
    BARE_HASH("DigestInfoのない署名を返す", "Returns a signature without DigestInfo", "", ""),
    OTHER_KEY("別の鍵の署名を返す", "Returns a signature by another key", "", ""),
    SEALED_FOR_ANOTHER("別の鍵で暗号化する", "Seals the result for another key", "", ""),
    OTHER_NONCE("IDトークンのnonceが違う", "The ID token has another nonce", "", "");

    private final String ja;
    private final String en;
    private final String error;
    private final String description;

    Played(String ja, String en, String error, String description) {
        this.ja = ja;
        this.en = en;
        this.error = error;
        this.description = description;
    }

    String label(Language language) {
        return language == Language.JA ? ja : en;
    }

    /** How the visit ends at once, if it does. */
    Optional<Visit.Ending> ending() {
        return error.isEmpty() ? Optional.empty() : Optional.of(new Visit.Ending.Failed(error, description));
    }

    /** Whether it makes sense for a sign-in too. */
    boolean isForSignIn() {
        return switch (this) {
            case OTHER_DOCUMENT, BARE_HASH, OTHER_KEY, SEALED_FOR_ANOTHER -> false;
            default -> true;
        };
    }

    static Optional<Played> of(String name) {
        for (Played each : values()) {
            if (each.name().equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
