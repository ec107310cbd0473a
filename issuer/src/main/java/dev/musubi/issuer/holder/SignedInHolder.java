package dev.musubi.issuer.holder;

import dev.musubi.issuer.credential.Orders;
import dev.musubi.issuer.credential.RecentAuthentication;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.web.Browser;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells whose page a form came from, whether its holder has authenticated just now, and does what the page orders. */
@Component
final class SignedInHolder {

    private final Browser browser;
    private final RecentAuthentication recent;
    private final Orders orders;

    SignedInHolder(Browser browser, RecentAuthentication recent, Orders orders) {
        this.browser = browser;
        this.recent = recent;
        this.orders = orders;
    }

    /** @throws ProblemException {@code foreign_form}, {@code sign_in_required} */
    BrowserSession of(HttpServletRequest request, @Nullable String csrf) {
        browser.mustBeOurs(request, csrf);
        BrowserSession session = browser.session(request).orElseThrow(SignedInHolder::required);
        browser.mustBeOf(session, request, csrf);
        return session;
    }

    private static ProblemException required() {
        return new ProblemException(401, "sign_in_required", new Message("はじめにサインインしてください。", "Please sign in first."));
    }

    /**
     * Does what a page orders, under its holder's lock.
     *
     * @throws ProblemException {@code sign_in_required} if the session has ended, now that the lock is held
     */
    <T> T order(BrowserSession session, Supplier<T> order) {
        return orders.by(session.holderId(), session.credential(), order).orElseThrow(SignedInHolder::required);
    }

    /**
     * The same for an order that needs fresh authentication; empty, and nothing is done, where there is none any longer. Both
     * have to know of it: the session, and the cookie that was sent, which may be a copy from before.
     */
    <T> Optional<T> orderFreshly(BrowserSession session, Supplier<T> order) {
        return isFresh(session) ? orders.freshlyBy(session.holderId(), session.credential(), order) : Optional.empty();
    }

    boolean isFresh(BrowserSession session) {
        return recent.of(session.method(), session.authenticatedAt());
    }
}
