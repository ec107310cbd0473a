package dev.musubi.issuer.enrolment.web;

import dev.musubi.issuer.credential.RecentAuthentication;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.enrolment.ApplicationId;
import dev.musubi.issuer.enrolment.Enrolment;
import dev.musubi.issuer.enrolment.EnrolmentOutcome;
import dev.musubi.issuer.enrolment.EnrolmentRefusal;
import dev.musubi.issuer.enrolment.IssuanceApplication;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.signin.BrowserMarks;
import dev.musubi.issuer.signin.CheckWords;
import dev.musubi.issuer.signin.Requester;
import dev.musubi.issuer.signin.SignedIn;
import dev.musubi.issuer.signin.web.AfterSignIn;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.signin.web.Destination;
import dev.musubi.issuer.signing.SigningOrder;
import dev.musubi.issuer.signing.SigningPurpose;
import dev.musubi.issuer.signing.Trouble;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.web.Onward;
import dev.musubi.jpki.verification.ToSign;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** An application for a private ID, signed from a browser: with it the consent to automatic updates, where one was given. */
@Component
final class ApplicationSigning implements SigningPurpose {

    private static final String NAME = "application";

    /** What it takes to open the app, find the password and tap the card. */
    private static final Duration TO_SIGN = Duration.ofMinutes(4);

    private static final Message APPLY = new Message("民間IDの発行を申請します", "You apply for a private ID");
    private static final Message APPLY_AGAIN =
            new Message("民間IDの再発行を申請します", "You apply for your private ID to be re-issued");
    private static final Message APPLY_GIST = new Message(
            "この発行者に民間IDの発行を申請し、利用規約に同意するという内容です。",
            "It says that you apply to this issuer for a private ID on the strength of your card’s certificate, and accept the terms.");
    private static final Message AGREE_GIST = new Message(
            "証明書が使えなくなったとき、最新の氏名・住所・生年月日・性別をJ-LISがこの発行者に知らせることに同意する、という内容です。",
            "It says that J-LIS may tell this issuer your latest name, address, date of birth and sex when your certificate stops working, so that your private ID is kept up to date.");
    private static final Message AGREE = new Message("自動更新への同意に署名します", "You sign your consent to automatic updates");

    private final Enrolment enrolment;
    private final Browser browser;
    private final AfterSignIn after;
    private final RecentAuthentication recent;
    private final CheckWords words;
    private final InstantSource clock;
    private final MachineClock machine;

    ApplicationSigning(
            Enrolment enrolment,
            Browser browser,
            AfterSignIn after,
            RecentAuthentication recent,
            CheckWords words,
            InstantSource clock,
            MachineClock machine) {
        this.clock = clock;
        this.words = words;
        this.enrolment = enrolment;
        this.browser = browser;
        this.after = after;
        this.recent = recent;
        this.machine = machine;
    }

    /** What is to be signed of an application, and then. */
    SigningOrder order(IssuanceApplication application, @Nullable HolderId startedBy, String to) {
        return SigningOrder.of(
                NAME,
                application.applicationId().toString(),
                startedBy == null ? null : startedBy.toString(),
                documents(application),
                until(application),
                to);
    }

    private static List<ToSign> documents(IssuanceApplication application) {
        List<ToSign> documents = new ArrayList<>();
        documents.add(new ToSign(application.type(), application.document()));
        String consent = application.consentDocument();
        String consentType = application.consentType();
        if (consent != null && consentType != null) {
            documents.add(new ToSign(consentType, consent));
        }
        return documents;
    }

    /** By the machine's clock, which orders go by: whoever sets out later would come back too late. */
    private Instant until(IssuanceApplication application) {
        return machine.instant()
                .plus(Duration.between(clock.instant(), application.expiresAt()))
                .minus(TO_SIGN);
    }

    @Override
    public SigningOrder renewed(SigningOrder order, BrowserMarks browser, Instant now) {
        IssuanceApplication another =
                enrolment.offer(order.documents().size() > 1, Requester.browser(browser, words.random()));
        return order.anew(another.applicationId().toString(), documents(another), until(another));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Message heading(SigningOrder order, ToSign document) {
        if (document.type().startsWith("latest-attributes")) {
            return AGREE;
        }
        return order.startedBy() == null ? APPLY : APPLY_AGAIN;
    }

    @Override
    public Message gist(ToSign document) {
        return document.type().startsWith("latest-attributes") ? AGREE_GIST : APPLY_GIST;
    }

    @Override
    public String startAgain(SigningOrder order) {
        return "/enrol?to=" + Destination.of(order.to());
    }

    @Override
    public Completion complete(
            SigningOrder order,
            BrowserMarks marks,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        EnrolmentOutcome outcome = enrolment.submit(
                ApplicationId.of(order.reference()),
                order.signed().getFirst().jws(),
                order.signed().size() > 1 ? order.signed().get(1).jws() : null,
                marks,
                order.startedBy() == null ? null : HolderId.of(order.startedBy()));
        return switch (outcome) {
            case EnrolmentOutcome.Issued(PrivateId issued, var app, var ended) -> {
                SignedIn signedIn = SignedIn.bySignature(issued.holderId(), order.signedAt(), issued.generation());
                // Where something came between, or the signature waited so long that somebody else may sit here by now,
                // the
                // holder signs in by another way: the private ID is issued.
                yield new Completion.Done(
                        recent.of(signedIn.method(), signedIn.at()) && browser.signIn(request, response, signedIn)
                                ? after.lead(issued.holderId(), signedIn.method(), order.to(), request, response, model)
                                : Onward.ON.to(Destination.by("/signin", order.to()), response, model));
            }
            case EnrolmentOutcome.Refused refused ->
                refused.refusal().status() == 503 || refused.refusal() == EnrolmentRefusal.APPLICATION_IN_PROGRESS
                        ? new Completion.Later(trouble(refused))
                        : new Completion.Refused(trouble(refused), signAgain(refused.refusal()));
        };
    }

    private static Trouble trouble(EnrolmentOutcome.Refused refused) {
        Message finer = refused.finer();
        Message message = refused.refusal().message();
        return new Trouble(refused.refusal().code(), finer == null ? message : message.then(finer));
    }

    /** Whether the same application may be signed again, perhaps with another card. */
    private static boolean signAgain(EnrolmentRefusal refusal) {
        return switch (refusal) {
            case SIGNATURE_REFUSED, CONSENT_ALTERED, ANOTHER_PERSON -> true;
            default -> false;
        };
    }
}
