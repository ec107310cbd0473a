package dev.musubi.issuer.signing;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.musubi.issuer.signin.BrowserSessions.Begun;
import dev.musubi.jpki.verification.ToSign;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a holder is about to do with the card: to be recognised by it, or to sign some documents, one after the other, and
 * what that is for. It holds what is to be signed in clear and is stored sealed.
 *
 * @param purpose which {@link SigningPurpose} goes on when all is done
 * @param reference what that purpose knows it by
 * @param startedBy the holder who was signed in when it began, by id; null if nobody was
 * @param recognised whom the route recognised; null while it has not, or is not to
 * @param recognises whether the holder is to be recognised first
 * @param documents what is to be signed, in this order
 * @param until when it is too late to begin signing them; null where that is never so
 * @param signed what was, in the same order
 * @param to where the holder wants to go afterwards, a page of ours
 * @param ended what came of it in the end; null while it goes on
 */
public record SigningOrder(
        String purpose,
        String reference,
        @Nullable String startedBy,
        boolean recognises,
        @Nullable Recognised recognised,
        List<ToSign> documents,
        @Nullable Instant until,
        List<Signed> signed,
        String to,
        @Nullable Ended ended) {

    /** Copies the lists. */
    public SigningOrder {
        documents = List.copyOf(documents);
        signed = List.copyOf(signed);
    }

    /** Somebody, by the route's own name for them, who authenticated at this time. */
    public record Recognised(String subject, Instant at) {
        @Override
        public String toString() {
            return "Recognised[…]";
        }
    }

    /**
     * A signature, and the route's own name for whoever was at the app then.
     *
     * @param at when it came back: whoever goes on later has authenticated then, and not when they go on; null in what an earlier
     *     release wrote, which nobody can tell the time of
     */
    public record Signed(
            String jws, String subject, @Nullable Instant at) {
        @Override
        public String toString() {
            return "Signed[…]";
        }
    }

    /** When it was done, and which session it began, if it did. */
    public record Ended(Instant at, @Nullable Begun session) {}

    /** Documents, none of them signed yet. */
    public static SigningOrder of(
            String purpose,
            String reference,
            @Nullable String startedBy,
            List<ToSign> documents,
            @Nullable Instant until,
            String to) {
        return new SigningOrder(purpose, reference, startedBy, false, null, documents, until, List.of(), to, null);
    }

    /** The holder is to be recognised, and nothing signed. */
    public static SigningOrder recognise(String purpose, @Nullable String startedBy, String to) {
        return new SigningOrder(purpose, "", startedBy, true, null, List.of(), null, List.of(), to, null);
    }

    /** When the first signature came back, which shows who it is. */
    @JsonIgnore
    public Instant signedAt() {
        return Objects.requireNonNullElse(signed.getFirst().at(), Instant.EPOCH);
    }

    /** Whether the holder has done all of it. */
    @JsonIgnore
    public boolean isComplete() {
        return !isToRecognise() && signed.size() == documents.size();
    }

    /** Whether recognising the holder is what comes next. */
    @JsonIgnore
    public boolean isToRecognise() {
        return recognises && recognised == null;
    }

    /** What is to be signed next. */
    public ToSign next() {
        return documents.get(signed.size());
    }

    /** There is something to be signed besides. */
    public SigningOrder more(ToSign document) {
        List<ToSign> longer = new ArrayList<>(documents);
        longer.add(document);
        return with(reference, recognised, longer, until, signed, null);
    }

    /** The same once more, with nothing signed. */
    public SigningOrder anew() {
        return with(reference, recognised, documents, until, List.of(), null);
    }

    /** With other documents in place of those, none of them signed. */
    public SigningOrder anew(String newReference, List<ToSign> others, Instant end) {
        return with(newReference, recognised, others, end, List.of(), null);
    }

    /** The holder is recognised. */
    public SigningOrder recognisedAs(Recognised who) {
        return with(reference, who, documents, until, signed, null);
    }

    /** The next one is signed. */
    public SigningOrder signedBy(Signed next) {
        List<Signed> longer = new ArrayList<>(signed);
        longer.add(next);
        return with(reference, recognised, documents, until, longer, null);
    }

    /** Done and taken: nothing of it is kept but where it leads. */
    public SigningOrder over(Ended how) {
        return with("", null, List.of(), null, List.of(), how);
    }

    private SigningOrder with(
            String newReference,
            @Nullable Recognised who,
            List<ToSign> others,
            @Nullable Instant end,
            List<Signed> those,
            @Nullable Ended how) {
        return new SigningOrder(purpose, newReference, startedBy, recognises, who, others, end, those, to, how);
    }

    @Override
    public String toString() {
        return "SigningOrder[" + purpose + "]";
    }
}
