package dev.musubi.sandbox.verifierservice;

/** Why an application signed by a holder is not taken. */
public enum Refusal {
    /** The signature, or the certificate, is not right. */
    SIGNATURE_INVALID("The application is not signed with a signature certificate in force."),
    /** The certificate is revoked. */
    CERTIFICATE_REVOKED("The certificate the application is signed with is revoked."),
    /** The application does not say what it has to. */
    MALFORMED("The application does not say what an application of its type has to say."),
    /** It was stated too long ago, or in the future. */
    TOO_OLD("The application was stated more than ten minutes ago, or is dated ahead."),
    /** Another person's consent. */
    NOT_THE_HOLDER("A consent is cancelled by the person who gave it.");

    private final String sentence;

    Refusal(String sentence) {
        this.sentence = sentence;
    }

    /** A sentence for a person. */
    public String sentence() {
        return sentence;
    }
}
