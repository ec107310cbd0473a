package dev.musubi.jpki.verification;

import dev.musubi.jpki.certificate.CertificateFault;

/** Why a signed document or a certificate is not accepted. Codes are stable; sentences may be shown to a person. */
public enum RefusalReason {
    /** Larger than the verifier looks at. */
    TOO_LARGE("too_large", "The signed document is too large.", "署名された文書が大きすぎます。"),
    /** Not a JWS or CMS of the form asked for. */
    MALFORMED_SIGNATURE("malformed_signature", "The signature is not well-formed.", "署名の形式が正しくありません。"),
    /** An algorithm that the environment does not accept, or that does not fit the key. */
    ALGORITHM_NOT_ALLOWED("algorithm_not_allowed", "The signature algorithm is not accepted.", "この署名方式は受け付けていません。"),
    /** The signature does not come from the certificate's key, or the document was altered. */
    SIGNATURE_MISMATCH(
            "signature_mismatch",
            "The signature does not match the document and the certificate.",
            "署名が文書または電子証明書と一致しません。"),
    /** No certificate came along. */
    CERTIFICATE_MISSING("certificate_missing", "There is no certificate with the signature.", "署名に電子証明書が付いていません。"),
    /** The certificate cannot be read. */
    CERTIFICATE_MALFORMED("certificate_malformed", "The certificate is not well-formed.", "電子証明書の形式が正しくありません。"),
    /** The certificate is of another environment. */
    WRONG_ENVIRONMENT(
            "wrong_environment", "The certificate was issued in another environment.", "別の環境（本番・試験）で発行された電子証明書です。"),
    /** No accepted policy. */
    POLICY_NOT_ALLOWED(
            "policy_not_allowed", "The certificate was not issued under an accepted policy.", "この種類の電子証明書は受け付けていません。"),
    /** An authentication certificate where a signature certificate is needed, or the other way round. */
    WRONG_CERTIFICATE_KIND(
            "wrong_certificate_kind", "Another kind of certificate is needed here.", "別の種類の電子証明書（署名用・利用者証明用）が使われています。"),
    /** Key usage does not allow it. */
    KEY_USAGE("key_usage", "The certificate's key may not be used for this.", "この電子証明書の鍵は、この用途に使えません。"),
    /** Key too weak. */
    WEAK_KEY("weak_key", "The certificate's key is too weak.", "電子証明書の鍵の強度が足りません。"),
    /** A critical extension that is not understood. */
    UNKNOWN_CRITICAL_EXTENSION(
            "unknown_critical_extension",
            "The certificate has a critical extension that is not understood.",
            "電子証明書に解釈できない重要な項目があります。"),
    /** No trusted authority has the key the certificate names. */
    ISSUER_UNKNOWN(
            "issuer_unknown", "The certificate was not issued by a trusted authority.", "信頼する認証局が発行した電子証明書ではありません。"),
    /** The certificate names a trusted authority but is not signed with its key. */
    ISSUER_SIGNATURE_MISMATCH(
            "issuer_signature_mismatch",
            "The certificate is not signed by the authority it names.",
            "電子証明書に付いている認証局の署名が正しくありません。"),
    /** Past its end. */
    EXPIRED("expired", "The certificate has expired.", "電子証明書の有効期間が過ぎています。"),
    /** Before its start. */
    NOT_YET_VALID("not_yet_valid", "The certificate is not valid yet.", "電子証明書の有効期間がまだ始まっていません。"),
    /** A validity period the specification does not allow. */
    VALIDITY_NOT_ALLOWED(
            "validity_not_allowed",
            "The certificate's validity period is not one the specification allows.",
            "電子証明書の有効期間が規定に合いません。"),
    /** The authority's own certificate is not in force. */
    AUTHORITY_EXPIRED("authority_expired", "The authority's own certificate is not in force.", "認証局自身の証明書の有効期間外です。"),
    /** The four attributes cannot be read. */
    ATTRIBUTES_MALFORMED(
            "attributes_malformed",
            "The certificate does not carry name, address, date of birth and sex as it should.",
            "電子証明書の基本4情報を読み取れません。"),
    /** The JDK's path validator refused it for another reason. */
    PATH_INVALID("path_invalid", "The certificate's path to the authority is not valid.", "電子証明書の認証パスを検証できません。");

    private final String code;
    private final String sentence;
    private final String sentenceJa;

    RefusalReason(String code, String sentence, String sentenceJa) {
        this.code = code;
        this.sentence = sentence;
        this.sentenceJa = sentenceJa;
    }

    /** A stable code. */
    public String code() {
        return code;
    }

    /** A sentence for a person, in English. */
    public String sentence() {
        return sentence;
    }

    /** A sentence for a person, in Japanese. */
    public String sentenceJa() {
        return sentenceJa;
    }

    static RefusalReason of(CertificateFault fault) {
        return switch (fault) {
            case TOO_LARGE -> TOO_LARGE;
            case MALFORMED, AUTHORITY_KEY_ID, CRL_PARTITION -> CERTIFICATE_MALFORMED;
            case WRONG_ENVIRONMENT -> WRONG_ENVIRONMENT;
            case POLICY_NOT_ALLOWED -> POLICY_NOT_ALLOWED;
            case ISSUER_NAME -> ISSUER_UNKNOWN;
            case UNKNOWN_CRITICAL_EXTENSION -> UNKNOWN_CRITICAL_EXTENSION;
            case KEY_USAGE -> KEY_USAGE;
            case ALGORITHM_NOT_ALLOWED -> ALGORITHM_NOT_ALLOWED;
            case WEAK_KEY -> WEAK_KEY;
            case VALIDITY_NOT_ALLOWED -> VALIDITY_NOT_ALLOWED;
            case ATTRIBUTES -> ATTRIBUTES_MALFORMED;
        };
    }
}
