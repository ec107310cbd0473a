package dev.musubi.issuer.holder;

import dev.musubi.issuer.consent.CancellationDocument;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentEnding;
import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.consent.ConsentRegistry.Cancellation;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.signin.BrowserMarks;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.SignInSettings;
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
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/**
 * Taking back the consent to automatic updates in a browser: J-LIS ends it by its holder's signature and by nothing else, so
 * the holder reads it and signs it like an application.
 */
@Component
final class CancellationSigning implements SigningPurpose {

    static final String NAME = "cancellation";

    private static final Message GIST = new Message(
            "自動更新をやめ、最新の氏名・住所などをJ-LISがこの発行者に知らせないようにするという内容です。",
            "It says that the automatic updates end: J-LIS no longer tells this issuer your latest name, address, date of birth and sex.");
    private static final Message HEADING = new Message("自動更新をやめます", "You end the automatic updates");
    private static final Message REFUSED = new Message(
            "同意の取消しが受け付けられませんでした。同意したときと同じ方のカードで署名してください。",
            "Your cancellation was not accepted. Please sign with the card of the person who agreed.");
    private static final Message NOT_NOW = new Message(
            "いま取消しを受け付けられません。しばらくしてからもう一度お試しください。",
            "Your cancellation cannot be taken right now. Please try again a little later.");

    private static final Message SIGNED_OUT = new Message(
            "サインインの時間が過ぎました。もう一度サインインしてからお試しください。",
            "You are no longer signed in. Please sign in once more and try again.");

    private static final Logger log = LoggerFactory.getLogger(CancellationSigning.class);

    /** J-LIS takes it for ten minutes; whoever sets out later than this would come back too late. */
    private static final Duration GOOD = Duration.ofMinutes(6);

    private final ConsentEnding ending;
    private final CancellationDocument document;
    private final SignInSettings settings;
    private final InstantSource clock;
    private final MachineClock machine;
    private final Consents consents;
    private final Browser browser;

    CancellationSigning(
            ConsentEnding ending,
            CancellationDocument document,
            SignInSettings settings,
            InstantSource clock,
            MachineClock machine,
            Consents consents,
            Browser browser) {
        this.document = document;
        this.settings = settings;
        this.clock = clock;
        this.machine = machine;
        this.ending = ending;
        this.consents = consents;
        this.browser = browser;
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

    /** What is to be signed to take a consent back. */
    SigningOrder order(HolderId holderId, Consent given, String to) {
        Instant now = clock.instant();
        return SigningOrder.of(
                NAME,
                given.consentId().toString(),
                holderId.toString(),
                List.of(written(String.valueOf(given.externalRef()), now)),
                machine.instant().plus(GOOD),
                to);
    }

    private ToSign written(String externalRef, Instant now) {
        return new ToSign(CancellationDocument.TYPE, document.of(settings.origin(), externalRef, now));
    }

    @Override
    public SigningOrder renewed(SigningOrder order, BrowserMarks browser, Instant now) {
        return consents.find(HolderId.of(String.valueOf(order.startedBy())), ConsentId.of(order.reference()))
                .map(given -> order.anew(
                        order.reference(),
                        List.of(written(String.valueOf(given.externalRef()), clock.instant())),
                        now.plus(GOOD)))
                .orElse(order);
    }

    @Override
    public String startAgain(SigningOrder order) {
        return Destination.of(order.to());
    }

    @Override
    public Completion complete(
            SigningOrder order,
            BrowserMarks marks,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        // The very holder who began it.
        Optional<BrowserSession> session = browser.session(request)
                .filter(each -> each.holderId().toString().equals(order.startedBy()));
        Optional<Consent> consent = session.flatMap(each ->
                DatabaseId.sent(order.reference(), ConsentId::of).flatMap(id -> consents.find(each.holderId(), id)));
        if (consent.isEmpty()) {
            return new Completion.Refused(new Trouble("signed_out", SIGNED_OUT), false);
        }
        if (consent.get().cancelledAt() != null) {
            // The answer of the first time got lost.
            return new Completion.Done(Onward.ON.to(Destination.of(order.to()), response, model));
        }
        return switch (ending.end(
                session.get().holderId(),
                consent.get().consentId(),
                String.valueOf(consent.get().externalRef()),
                order.signed().getFirst().jws())) {
            case Cancellation.Cancelled cancelled ->
                new Completion.Done(Onward.ON.to(Destination.of(order.to()), response, model));
            case Cancellation.Refused refused -> {
                log.info("consent.cancellation_refused reason={}", refused.code());
                yield new Completion.Refused(new Trouble("cancellation_refused", REFUSED), true);
            }
            case Cancellation.Unavailable unavailable ->
                new Completion.Later(new Trouble("consent_registry_unavailable", NOT_NOW));
        };
    }
}
