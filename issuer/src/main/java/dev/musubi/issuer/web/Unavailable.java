package dev.musubi.issuer.web;

import dev.musubi.issuer.database.DatabaseTrouble;
import dev.musubi.issuer.message.Message;
import java.time.Duration;

/**
 * What is said when the database does not answer: 503 with {@code Retry-After}, never that nothing was changed. OAuth
 * endpoints say it in their protocol's form (RFC 6749 section 5.2, with the code of section 4.1.2.1).
 *
 * @param code stable
 * @param message what happened and what to do
 */
record Unavailable(String code, Message message) {

    /** Long enough for a server to restart or a standby to take over in many cases; clients may wait longer. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    static Unavailable because(DatabaseTrouble trouble) {
        return switch (trouble) {
            case AWAY ->
                new Unavailable(
                        "temporarily_unavailable",
                        new Message(
                                "ただいまシステムに接続できません。しばらくしてからもう一度お試しください。",
                                "The issuer's database does not answer. Try again after the seconds in Retry-After."));
            case OUTCOME_UNKNOWN ->
                new Unavailable(
                        "outcome_unknown",
                        new Message(
                                "処理が完了したかどうかを確認できませんでした。しばらくしてから状態を確かめるか、同じ操作をもう一度お試しください。",
                                "Whether it took effect is not known: the database went away while it was being written."
                                        + " Look whether it did, or do the same again."));
        };
    }
}
