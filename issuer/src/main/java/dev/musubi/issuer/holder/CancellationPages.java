package dev.musubi.issuer.holder;

import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.ConsentId;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.signin.web.Destination;
import dev.musubi.issuer.signing.SigningOrders;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /home/updates-end}: off to read and sign it. */
@Controller
final class CancellationPages {

    private final SignedInHolder signedIn;
    private final Browser browser;
    private final Consents consents;
    private final CancellationSigning signing;
    private final SigningOrders orders;

    CancellationPages(
            SignedInHolder signedIn,
            Browser browser,
            Consents consents,
            CancellationSigning signing,
            SigningOrders orders) {
        this.signedIn = signedIn;
        this.browser = browser;
        this.consents = consents;
        this.signing = signing;
        this.orders = orders;
    }

    @PostMapping("/home/updates-end")
    String begin(
            @RequestParam(name = "id", required = false) @Nullable String id,
            @RequestParam(name = "to", required = false) @Nullable String to,
            @RequestParam(name = "csrf", required = false) @Nullable String csrf,
            HttpServletRequest request,
            HttpServletResponse response) {
        BrowserSession session = signedIn.of(request, csrf);
        Consent given = DatabaseId.sent(id, ConsentId::of)
                .flatMap(each -> consents.find(session.holderId(), each))
                .filter(each -> each.kind() == Consent.Kind.LATEST_ATTRIBUTES && each.cancelledAt() == null)
                .orElseThrow(() -> new ProblemException(
                        404, "unknown_consent", new Message("有効な同意がありません。", "There is no such consent in force.")));
        if (given.externalRef() == null) {
            throw new ProblemException(
                    409,
                    "consent_not_registered_yet",
                    new Message(
                            "同意がまだJ-LISに登録されていません。1分ほどたってから、もう一度お試しください。",
                            "Your consent is still on its way to J-LIS. Please try again in a minute."));
        }
        return "redirect:/signing/"
                + orders.begin(
                        browser.marks(request, response), signing.order(session.holderId(), given, Destination.of(to)));
    }
}
