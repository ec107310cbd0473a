package dev.musubi.relyingparty.decision;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decision rests on, and by what name it can be taken again.
 *
 * @param reference its reference at the issuer ({@code GET /v1/assurance/decisions/{reference}} takes it again); null for a
 *     described means, whose decision only {@code record} keeps
 * @param procedure which procedure of the catalogue
 * @param procedureVersion in which version
 * @param at when it was decided, by the issuer's clock
 * @param because every rule that spoke, in order
 * @param acr the authentication context, a word of Musubi's own; null if none is reached
 * @param record all of it as one JSON text to keep; {@code ./musubi assurance replay} takes it
 */
public record Grounds(
        @Nullable String reference,
        String procedure,
        String procedureVersion,
        Instant at,
        List<Reason> because,
        @Nullable String acr,
        String record)
        implements Serializable {

    /** Copies. */
    public Grounds {
        because = List.copyOf(because);
    }

    /** The rules that spoke against it; one is enough. */
    public List<Reason> against() {
        return because.stream()
                .filter(each -> each.verdict() == Reason.Verdict.AGAINST)
                .toList();
    }

    /** Says neither how the holder's private ID stands nor where the decision is kept. */
    @Override
    public String toString() {
        return "Grounds[" + procedure + ", " + at + "]";
    }
}
