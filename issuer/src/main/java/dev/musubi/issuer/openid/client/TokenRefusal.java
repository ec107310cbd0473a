package dev.musubi.issuer.openid.client;

/**
 * Why an initial access token lets nobody register. Only who has had a token of ours, which nobody makes up, learns what has
 * become of it.
 */
public enum TokenRefusal {
    /** Nothing was sent. */
    INITIAL_TOKEN_MISSING("No initial access token was sent as a bearer token; the operator gives one."),
    /** Nothing we made, or over for so long that nothing is known of it. */
    INITIAL_TOKEN_UNKNOWN("The initial access token is not one of ours; the operator gives one."),
    /** By an operator. */
    INITIAL_TOKEN_TAKEN_BACK("The initial access token was taken back; the operator may give another."),
    /** Once is all it is for. */
    INITIAL_TOKEN_USED("The initial access token was used already; the operator gives another."),
    /** Its time is over. */
    INITIAL_TOKEN_EXPIRED("The initial access token has expired; the operator gives another.");

    private final String sentence;

    TokenRefusal(String sentence) {
        this.sentence = sentence;
    }

    /** What is wrong and what to do. */
    public String sentence() {
        return sentence;
    }
}
