package dev.musubi.issuer.signing.card;

import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.credential.RecentAuthentication;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.signin.BrowserMarks;
import dev.musubi.issuer.signin.SignedIn;
import dev.musubi.issuer.signin.jpki.Recognition;
import dev.musubi.issuer.signin.jpki.Recognition.Recognised;
import dev.musubi.issuer.signin.jpki.SignInOutcome.Why;
import dev.musubi.issuer.signin.web.AfterSignIn;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.signin.web.Destination;
import dev.musubi.issuer.signing.SigningOrder;
import dev.musubi.issuer.signing.SigningPurpose;
import dev.musubi.issuer.signing.Trouble;
import dev.musubi.jpki.verification.SignatureVerifier;
import dev.musubi.jpki.verification.ToSign;
import dev.musubi.jpki.verification.VerificationOutcome;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/**
 * Signs a holder in by the card. A card that was added is enough, with its four digits. One that was not says nothing yet of
 * whose it is: its holder signs once, and the signature tells. From then on that card is one of theirs.
 */
@Component
final class CardSignIn implements SigningPurpose {

    static final String NAME = "sign-in";

    private static final Message GIST = new Message(
            "このカードで、このブラウザーから民間IDにサインインするという内容です。",
            "It says that you sign in to your private ID with this card, from this browser.");
    private static final Message HEADING = new Message("署名してサインインします", "You sign to sign in");
    private static final Message FIRST_TIME = new Message(
            "このカードでのサインインははじめてです。署名用の暗証番号で1回署名すると、次からは4桁の暗証番号だけで済みます。",
            "This card signs in for the first time. Sign once with the signature password; from then on the four digits are"
                    + " enough.");
    private static final Message OTHERS_CARD = new Message(
            "このカードは、別の民間IDのサインインに使われています。ご自身のカードでお試しください。",
            "This card signs in to another private ID. Please use your own.");
    private static final Message ANOTHER_CARD = new Message(
            "4桁の暗証番号を入れたカードとは、別のカードで署名されました。同じカードで署名してください。",
            "You signed with another card than the one whose four digits you entered. Please sign with the same card.");
    private static final Message TOO_LONG_AGO = new Message(
            "署名してから時間が過ぎました。安全のため、もう一度署名してください。",
            "It is a while since you signed. For your safety, please sign once more.");
    private static final Message MEANWHILE = new Message(
            "そのあいだに、この民間IDへの入り方が変わりました。もう一度お試しください。",
            "The ways into this private ID changed meanwhile. Please try again.");

    private final CardSubjects cards;
    private final SignInDocument documents;
    private final SignatureVerifier verifier;
    private final Recognition recognition;
    private final Credentials credentials;
    private final HolderTransactions holders;
    private final Browser browser;
    private final AfterSignIn after;
    private final RecentAuthentication recent;
    private final InstantSource clock;

    CardSignIn(
            CardSubjects cards,
            SignInDocument documents,
            SignatureVerifier verifier,
            Recognition recognition,
            Credentials credentials,
            HolderTransactions holders,
            Browser browser,
            AfterSignIn after,
            RecentAuthentication recent,
            InstantSource clock) {
        this.cards = cards;
        this.documents = documents;
        this.verifier = verifier;
        this.recognition = recognition;
        this.credentials = credentials;
        this.holders = holders;
        this.browser = browser;
        this.after = after;
        this.recent = recent;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Message heading(SigningOrder order, ToSign document) {
        return HEADING;
    }

    @Override
    public Message gist(ToSign document) {
        return GIST;
    }

    @Override
    public String startAgain(SigningOrder order) {
        return Destination.by("/signin", order.to());
    }

    @Override
    public Completion complete(
            SigningOrder order,
            BrowserMarks marks,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (order.signed().isEmpty()) {
            Optional<SignedIn> known = cards.find(Objects.requireNonNull(order.recognised()));
            if (known.isPresent()) {
                return signedIn(known.get(), order, request, response, model);
            }
            return new Completion.More(order.more(documents.write()), FIRST_TIME);
        }
        return bySignature(order, request, response, model);
    }

    private Completion bySignature(
            SigningOrder order, HttpServletRequest request, HttpServletResponse response, Model model) {
        ToSign document = order.documents().getLast();
        SigningOrder.Signed signed = order.signed().getLast();
        if (!signed.subject().equals(Objects.requireNonNull(order.recognised()).subject())) {
            return refused("card_of_somebody_else", ANOTHER_CARD, true);
        }
        if (!recent.of(SignInMethod.JPKI_SIGNATURE, order.signedAt())) {
            return refused("signature_too_old", TOO_LONG_AGO, true);
        }
        return switch (verifier.verifyJws(signed.jws(), clock.instant())) {
            case VerificationOutcome.Refused refused ->
                refused(
                        "signature_refused",
                        Why.SIGNATURE_REFUSED
                                .message()
                                .then(new Message(
                                        refused.reason().sentenceJa(),
                                        refused.reason().sentence())),
                        true);
            case VerificationOutcome.Verified verified -> {
                boolean ours = MessageDigest.isEqual(
                                document.text().getBytes(StandardCharsets.UTF_8),
                                verified.content().bytes())
                        && verified.content()
                                .type()
                                .filter(SignInDocument.TYPE::equals)
                                .isPresent();
                yield ours
                        ? switch (recognition.of(verified.certificate().id())) {
                            case Recognised.Somebody(HolderId holderId) ->
                                first(holderId, order, request, response, model);
                            case Recognised.Not(Why why, String reason) ->
                                why.status() == 503
                                        ? new Completion.Later(new Trouble(why.code(), why.message()))
                                        : refused(why.code(), why.message(), false);
                        }
                        : refused("signature_refused", Why.SIGNATURE_REFUSED.message(), true);
            }
        };
    }

    private Completion first(
            HolderId holderId,
            SigningOrder order,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        SigningOrder.Recognised recognised = Objects.requireNonNull(order.recognised());
        if (credentials.hasEnded(holderId)) {
            // A look at what has ended, and no further way in.
            return signedIn(
                    SignedIn.bySignature(holderId, order.signedAt(), credentials.lastProofing(holderId)),
                    order,
                    request,
                    response,
                    model);
        }
        boolean theirs = holders.locking(
                holderId, () -> cards.add(holderId, credentials.lastProofing(holderId), recognised.subject()));
        return theirs
                ? cards.find(recognised)
                        .map(known -> signedIn(known, order, request, response, model))
                        .orElseGet(() -> refused("ended_meanwhile", MEANWHILE, false))
                : refused("card_of_somebody_else", OTHERS_CARD, false);
    }

    private Completion signedIn(
            SignedIn signedIn,
            SigningOrder order,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (!browser.signIn(request, response, signedIn)) {
            return refused("ended_meanwhile", MEANWHILE, false);
        }
        CredentialId by = signedIn.by();
        if (by != null) {
            holders.locking(signedIn.holderId(), () -> {
                credentials.used(signedIn.holderId(), by);
                return true;
            });
        }
        // Somebody else's card than of whoever was at work here: what was under way is not theirs.
        boolean another = order.startedBy() != null
                && !order.startedBy().equals(signedIn.holderId().toString());
        return new Completion.Done(after.lead(
                signedIn.holderId(), signedIn.method(), another ? "/home" : order.to(), request, response, model));
    }

    private static Completion refused(String code, Message message, boolean again) {
        return new Completion.Refused(new Trouble(code, message), again);
    }
}
