package dev.musubi.issuer.web;

import java.util.Locale;

/** What somebody wants to do who sends a request, in the words in which an operator promises that it goes well. */
enum Act {
    /** Apply for a private ID. */
    ENROLMENT("/enrol", "/v1/issuance-applications"),
    /** Have it issued anew, or demand that. */
    REISSUE("/reissue", "/v1/reissue-demands"),
    /** Sign in. */
    SIGN_IN("/signin", "/v1/sign-in-challenges", "/openid/authorize"),
    /** Prove who one is to a relying party, and what that asks for. */
    PROOFING("/openid", "/v1/disclosures", "/v1/assurance"),
    /** Ask how a private ID stands. */
    STANDING("/v1/standing", "/status-lists", "/changes"),
    /** Sign something in a browser. */
    SIGNING("/signing"),
    /** Be told without asking. */
    SIGNALS("/signals"),
    /** See to one's own private ID. */
    HOME("/home", "/v1/holder", "/notices"),
    /** Run the issuer. */
    OPERATING("/operator", "/metrics", "/ready", "/live", "/started"),
    /** Anything else: pages about it, pictures, what is not there. */
    OTHER();

    @SuppressWarnings("ImmutableEnumChecker") // Never written.
    private final String[] paths;

    Act(String... paths) {
        this.paths = paths;
    }

    /** That of a path. The order above decides: of two that fit the first. */
    static Act of(String path) {
        for (Act each : values()) {
            for (String prefix : each.paths) {
                if (path.equals(prefix) || path.startsWith(prefix + "/")) {
                    return each;
                }
            }
        }
        return OTHER;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
