package dev.musubi.demo;

import dev.musubi.relyingparty.SignedIn;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The applications on their way to be signed: one a session, the same however often its page is loaded. */
@Component
final class Signings {

    private static final String SIGNING = "signing";

    private final Shop shop;
    private final Ledger ledger;
    private final boolean open;
    private final InstantSource clock;

    Signings(Shop shop, Ledger ledger, Optional<SignatureDesk> desk, Optional<MynaApp> app, InstantSource clock) {
        this.shop = shop;
        this.ledger = ledger;
        this.open = desk.isPresent() && app.isPresent();
        this.clock = clock;
    }

    /** Whether documents can be signed here at all. */
    boolean areOpen() {
        return open;
    }

    /** Whether this person has something to sign. */
    boolean areOpenTo(SignedIn in) {
        return open
                && ledger.takes(in.subject())
                && shop.refusal(Texts.person(in), LocalDate.ofInstant(clock.instant(), Days.JAPAN))
                        .isEmpty();
    }

    /** The one of this browser session, made if there is none, or it says of the person what is not so any more, or its time is short. */
    Signing current(SignedIn in, HttpSession session) {
        Instant now = clock.instant();
        Optional<Signing> known = find(session);
        if (known.filter(each -> isGood(each, in, now)).isPresent()) {
            return known.get();
        }
        Signing anew = new Signing(Application.of(shop, Texts.person(in), now));
        // What went wrong with the one before is still to be read.
        known.flatMap(Signing::trouble).ifPresent(anew::failed);
        session.setAttribute(SIGNING, anew);
        return anew;
    }

    /** The one of this browser session. */
    static Optional<Signing> find(HttpSession session) {
        return session.getAttribute(SIGNING) instanceof Signing known ? Optional.of(known) : Optional.empty();
    }

    private static boolean isGood(Signing signing, SignedIn in, Instant now) {
        return signing.application().isOf(Texts.person(in))
                && (signing.signature().isPresent() || signing.application().hasTimeAt(now));
    }

    /** It is done with. */
    static void end(HttpSession session) {
        session.removeAttribute(SIGNING);
    }

    /** What the page of one shows. */
    static void describe(Signing signing, Model model) {
        Application application = signing.application();
        model.addAttribute("lines", application.lines());
        model.addAttribute("whole", application.document());
        model.addAttribute("until", Days.minute(application.expiresAt()));
        model.addAttribute("trouble", signing.trouble().orElse(null));
        model.addAttribute("isSigned", signing.signature().isPresent());
    }
}
