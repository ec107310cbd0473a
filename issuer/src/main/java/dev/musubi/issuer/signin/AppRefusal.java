package dev.musubi.issuer.signin;

/**
 * Why an app is not let in ({@code access_required}). Whoever is told that a token has expired or ended has shown one of ours,
 * which nobody makes up; so none of this tells a stranger anything.
 */
public enum AppRefusal {
    /** Nothing was sent. */
    TOKEN_MISSING("No token was sent in the header Authorization."),
    /** Something else than a token of an app was sent, a bearer token for instance. */
    TOKEN_SCHEME("The header Authorization is not DPoP and a token."),
    /** Nothing we made. */
    TOKEN_UNKNOWN("The token is not one of ours."),
    /** Not used for too long. */
    TOKEN_EXPIRED("The token has expired: it was not used for too long."),
    /** By its holder, a new signature, or the end of the private ID. */
    TOKEN_ENDED("The token has ended: its holder ended it, signed anew, or gave the private ID up.");

    private final String sentence;

    AppRefusal(String sentence) {
        this.sentence = sentence;
    }

    /** The stable {@code reason}. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** What is wrong. */
    public String sentence() {
        return sentence;
    }
}
