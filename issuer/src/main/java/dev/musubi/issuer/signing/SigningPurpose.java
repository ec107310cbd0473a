package dev.musubi.issuer.signing;

import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.signin.BrowserMarks;
import dev.musubi.jpki.verification.ToSign;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import org.springframework.ui.Model;

/** Port: what the card is used for, and what happens when the holder has done all of it. */
public interface SigningPurpose {

    /** Which one; stands in the orders. */
    String name();

    /** The heading of the page on which a document is read before it is signed. */
    Message heading(SigningOrder order, ToSign document);

    /** What the document says, in a sentence or two: it is in Japanese, and not all who sign it read that. */
    Message gist(ToSign document);

    /** Where whoever gives it up begins anew: a page of ours, with where they wanted to go. */
    String startAgain(SigningOrder order);

    /** The same order with documents that can still be signed in time; asked where {@link SigningOrder#until} has passed. */
    default SigningOrder renewed(SigningOrder order, BrowserMarks browser, Instant now) {
        return order;
    }

    /**
     * The holder has done all of it. It may be asked again for the same order, where the first answer got lost.
     *
     * @return what came of it
     */
    Completion complete(
            SigningOrder order,
            BrowserMarks browser,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model);

    /** What came of it. */
    sealed interface Completion {
        /** It is done; this view leads on. */
        record Done(String view) implements Completion {}

        /** There is something to be signed besides; the page says why. */
        record More(SigningOrder order, Message why) implements Completion {}

        /** It cannot be said now: what was signed is kept, and asking again in a moment is enough. */
        record Later(Trouble why) implements Completion {}

        /**
         * It was refused.
         *
         * @param again whether the same may be done again, perhaps with another card
         */
        record Refused(Trouble why, boolean again) implements Completion {}
    }
}
