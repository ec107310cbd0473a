package dev.musubi.relyingparty;

import dev.musubi.relyingparty.standing.Unmet;
import java.util.Locale;
import java.util.Set;

/**
 * Why nobody is signed in. Each has a code that never changes, a sentence for the person at the screen, and what can be
 * done about it.
 */
public sealed interface NotSignedIn extends SignInOutcome {

    /** What can be done. */
    enum Remedy {
        /** Ask again with pages: the holder can do something there. */
        ASK_INTERACTIVELY,
        /** Let the holder begin again. */
        BEGIN_AGAIN,
        /** Try again later. */
        LATER,
        /** Nothing of the holder's: whoever runs this relying party has to look into it. */
        OPERATOR,
        /** Nothing: establish the identity anew. */
        NONE
    }

    /** A code that never changes: lower-case words with underscores. */
    String code();

    /** What is the matter, for the person at the screen. */
    String japanese();

    /** The same in English. */
    String english();

    /** What can be done about it. */
    Remedy remedy();

    /**
     * The private ID does not stand as demanded: {@code standing_reissue_required}, {@code standing_suspended},
     * {@code standing_ended}, {@code standing_stale}, {@code standing_unknown}, {@code standing_unspecified}.
     *
     * @param why why not
     */
    record StandingNotMet(Unmet why) implements NotSignedIn {
        @Override
        public String code() {
            return "standing_" + why.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String japanese() {
            return why.japanese();
        }

        @Override
        public String english() {
            return why.english();
        }

        @Override
        public Remedy remedy() {
            return switch (why) {
                case REISSUE_REQUIRED, SUSPENDED, UNSPECIFIED -> Remedy.ASK_INTERACTIVELY;
                case STALE, UNKNOWN -> Remedy.LATER;
                case ENDED -> Remedy.NONE;
            };
        }
    }

    /**
     * Something has to be shown to the holder, and nothing was to be shown: {@code login_required},
     * {@code consent_required}, {@code interaction_required}.
     *
     * @param need what for
     */
    record InteractionNeeded(Need need) implements NotSignedIn {

        /** What a page is needed for. */
        public enum Need {
            /** The holder has to sign in. */
            LOGIN("サインインが必要です。", "You have to sign in."),
            /** The holder has to be asked what may be told. */
            CONSENT("情報の提供に同意が必要です。", "Your consent is needed."),
            /** Something else. */
            INTERACTION("画面での操作が必要です。", "Something has to be done on a page.");

            private final String japanese;
            private final String english;

            Need(String japanese, String english) {
                this.japanese = japanese;
                this.english = english;
            }
        }

        @Override
        public String code() {
            return need.name().toLowerCase(Locale.ROOT) + "_required";
        }

        @Override
        public String japanese() {
            return need.japanese;
        }

        @Override
        public String english() {
            return need.english;
        }

        @Override
        public Remedy remedy() {
            return Remedy.ASK_INTERACTIVELY;
        }
    }

    /** The holder does not agree: {@code access_denied}. */
    record Declined() implements NotSignedIn {
        @Override
        public String code() {
            return "access_denied";
        }

        @Override
        public String japanese() {
            return "情報の提供に同意されませんでした。";
        }

        @Override
        public String english() {
            return "The disclosure was not agreed to.";
        }

        @Override
        public Remedy remedy() {
            return Remedy.BEGIN_AGAIN;
        }
    }

    /**
     * What was demanded as essential was not told: {@code attributes_missing}.
     *
     * @param missing what is missing
     */
    record AttributesMissing(Set<Item> missing) implements NotSignedIn {
        /** Copies. */
        public AttributesMissing {
            missing = Set.copyOf(missing);
        }

        @Override
        public String code() {
            return "attributes_missing";
        }

        @Override
        public String japanese() {
            return "お手続きに必要な情報を受け取れませんでした。";
        }

        @Override
        public String english() {
            return "What this procedure needs was not told.";
        }

        @Override
        public Remedy remedy() {
            return Remedy.BEGIN_AGAIN;
        }
    }

    /**
     * An answer that is not to be believed; nothing of it was used. Codes begin with {@code answer_}.
     *
     * @param fault what is wrong with it
     */
    record Refused(Fault fault) implements NotSignedIn {

        /** What is wrong with an answer. */
        public enum Fault {
            /** It answers no sign-in this browser began. */
            STATE,
            /** The sign-in began too long ago. */
            EXPIRED,
            /** It does not come from the provider that was asked (RFC 9207). */
            ISSUER,
            /** A parameter is missing or stands twice. */
            MALFORMED,
            /** The provider did not take the code or the client. */
            CODE,
            /** The ID token, or signed userinfo, is none: it cannot be read, or has no subject. */
            TOKEN_MALFORMED,
            /** It is not signed with a key of the provider's, by an algorithm of FAPI 2.0, for this use. */
            TOKEN_SIGNATURE,
            /** It was issued by another provider. */
            TOKEN_ISSUER,
            /** It is for another client. */
            TOKEN_AUDIENCE,
            /** It has expired, or never does. */
            TOKEN_EXPIRED,
            /** It was issued at a time that has not come yet: one of the two clocks is wrong. */
            TOKEN_FUTURE,
            /** It answers another sign-in. */
            TOKEN_NONCE,
            /** It goes with another access token. */
            TOKEN_HASH,
            /** The holder signed in longer ago than was demanded, or that was not told. */
            TOKEN_AUTH_TIME,
            /** Userinfo is about somebody else. */
            SUBJECT;

            /** What a browser can bring about by itself, and as often as it likes. */
            boolean anybodyCanCauseIt() {
                return this == STATE || this == EXPIRED || this == ISSUER || this == MALFORMED;
            }
        }

        @Override
        public String code() {
            return "answer_" + fault.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String japanese() {
            return "サインインを確認できませんでした。もう一度はじめからお試しください。";
        }

        @Override
        public String english() {
            return "The sign-in could not be confirmed. Please begin again.";
        }

        @Override
        public Remedy remedy() {
            return Remedy.BEGIN_AGAIN;
        }
    }

    /**
     * The provider refused the request or could not serve it: {@code provider_refused}.
     *
     * @param error the provider's own error code, for the log
     */
    record ProviderRefused(String error) implements NotSignedIn {
        @Override
        public String code() {
            return "provider_refused";
        }

        @Override
        public String japanese() {
            return "いまサインインできません。しばらくしてからもう一度お試しください。";
        }

        @Override
        public String english() {
            return "Signing in is not possible right now. Please try again later.";
        }

        @Override
        public Remedy remedy() {
            return error.equals("temporarily_unavailable") || error.equals("server_error")
                    ? Remedy.LATER
                    : Remedy.OPERATOR;
        }
    }

    /**
     * The provider cannot be reached, or says what no provider says: {@code provider_unreachable}.
     *
     * @param trouble what the matter is, for whoever runs this relying party; it is in the log too
     */
    record Unreachable(Trouble trouble) implements NotSignedIn {
        @Override
        public String code() {
            return "provider_unreachable";
        }

        @Override
        public String japanese() {
            return "民間IDのサービスに接続できません。しばらくしてからもう一度お試しください。";
        }

        @Override
        public String english() {
            return "The private ID service cannot be reached. Please try again later.";
        }

        @Override
        public Remedy remedy() {
            return Remedy.LATER;
        }
    }

    /**
     * The clock of this relying party was set back by more than clocks may be apart, so that nothing can be said about the
     * age of an answer: {@code clock_set_back}. See {@link SteadyClock}.
     */
    record ClockSetBack() implements NotSignedIn {
        @Override
        public String code() {
            return "clock_set_back";
        }

        @Override
        public String japanese() {
            return "いまサインインできません。しばらくしてからもう一度お試しください。";
        }

        @Override
        public String english() {
            return "Signing in is not possible right now. Please try again later.";
        }

        @Override
        public Remedy remedy() {
            return Remedy.OPERATOR;
        }
    }
}
