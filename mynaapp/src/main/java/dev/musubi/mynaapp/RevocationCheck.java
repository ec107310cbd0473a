package dev.musubi.mynaapp;

/** How the app's server is asked to check the authentication certificate's revocation. */
public enum RevocationCheck {
    /** By list. */
    CRL(Dialect.BY_CRL),
    /** By asking. */
    OCSP(Dialect.BY_OCSP);

    private final String word;

    RevocationCheck(String word) {
        this.word = word;
    }

    String acrValues() {
        return Dialect.ACR + " " + word;
    }
}
