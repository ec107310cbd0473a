package dev.musubi.issuer.openid.logout;

import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.signin.BrowserSession;
import org.springframework.beans.factory.BeanFactory;

/** The logout tokens of the issuer's own maker, for tests of other packages. */
public final class LogoutTokens {

    private final LogoutToken maker;

    public LogoutTokens(BeanFactory beans) {
        this.maker = beans.getBean(LogoutToken.class);
    }

    /** What a client is sent when a session ends. */
    public String of(OpenIdClient client, BrowserSession session) {
        return maker.of(client, new LogoutWork.Notice(session.holderId(), session.sessionId(), client.id()));
    }
}
