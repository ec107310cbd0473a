package dev.musubi.issuer.openid.logout;

import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.grant.Grants;
import dev.musubi.issuer.signin.SessionEnded;
import dev.musubi.issuer.time.MachineClock;
import java.security.SecureRandom;
import java.time.Duration;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Notes that clients are to be told of a session's end, in the transaction that ends it, so that none is forgotten when the
 * issuer dies in between. A client may be told twice.
 */
@Component
class LogoutNotices {

    static final LogoutWork KIND = new LogoutWork();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final WorkQueue queue;
    private final Grants grants;
    private final ClientRegistry clients;
    private final OpenIdSettings settings;
    private final MachineClock machine;

    LogoutNotices(
            WorkQueue queue, Grants grants, ClientRegistry clients, OpenIdSettings settings, MachineClock machine) {
        this.queue = queue;
        this.grants = grants;
        this.clients = clients;
        this.settings = settings;
        this.machine = machine;
    }

    @EventListener
    void on(SessionEnded ended) {
        for (String clientId : grants.clientsIn(ended.holderId(), ended.sessionId())) {
            boolean wants = clients.find(clientId)
                    .filter(client -> client.metadata().getBackChannelLogoutURI() != null)
                    .isPresent();
            if (wants) {
                LogoutWork.Notice notice = new LogoutWork.Notice(ended.holderId(), ended.sessionId(), clientId);
                queue.putOnce(KIND, notice.key(), notice, machine.instant().plus(apart()));
            }
        }
        grants.revokeIn(ended.holderId(), ended.sessionId(), ended.whole());
    }

    /** Clients told at the same moment could find out that they were told of the same person. */
    private Duration apart() {
        return Duration.ofMillis(RANDOM.nextLong(settings.logoutSpread().toMillis() + 1));
    }
}
