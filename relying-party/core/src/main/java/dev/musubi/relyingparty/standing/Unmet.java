package dev.musubi.relyingparty.standing;

import java.util.Optional;

/** Why a private ID does not stand as required; the names are those on the wire and never change. */
public enum Unmet {
    /** Its anchor is gone. A re-issue, inside an interactive sign-in, meets the requirement again. */
    REISSUE_REQUIRED("民間IDの再発行が必要です。", "The private ID has to be re-issued."),
    /** It is suspended. */
    SUSPENDED("民間IDは一時停止中です。", "The private ID is suspended."),
    /** It has ended; the identity has to be established anew. */
    ENDED("民間IDの利用は終了しています。", "The private ID has ended."),
    /** It may well stand, but that is not known as freshly as required. */
    STALE("民間IDの状態を、必要な新しさで確認できません。", "The state of the private ID is not known as freshly as required."),
    /** How fresh what is known is cannot be told: it is of a time that has not come yet, or a clock was set back. */
    UNKNOWN("民間IDの状態がいつのものか、確認できません。", "It cannot be told how fresh the known state of the private ID is."),
    /** The provider gave no reason that this library knows. */
    UNSPECIFIED("民間IDが、求める状態にありません。", "The private ID does not stand as required.");

    private final String japanese;
    private final String english;

    Unmet(String japanese, String english) {
        this.japanese = japanese;
        this.english = english;
    }

    /** For the person at the screen. */
    public String japanese() {
        return japanese;
    }

    /** The same in English. */
    public String english() {
        return english;
    }

    /** The reason a description of the provider's begins with, up to a colon. */
    public static Unmet startOf(String description) {
        int colon = description.indexOf(':');
        String word = (colon < 0 ? description : description.substring(0, colon)).strip();
        return find(word).orElse(UNSPECIFIED);
    }

    private static Optional<Unmet> find(String word) {
        for (Unmet each : values()) {
            if (each.name().equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
