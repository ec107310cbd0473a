package dev.musubi.issuer.openid.logout;

import dev.musubi.issuer.database.WorkLoop;
import dev.musubi.issuer.database.WorkOutcome;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.outbound.Outcome;
import dev.musubi.issuer.time.MachineClock;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Delivers logout tokens (OpenID Connect Back-Channel Logout 1.0 section 2.5) until each was taken, or for about an
 * hour; then an operator finds it among the dead letters.
 */
@Component
class LogoutDelivery {

    /** Of which each ends within seconds; what is due beyond them stays in the queue. */
    private static final int AT_ONCE = 64;

    /** Of which so many are one client's: one that is slow, with much to be told, leaves room for the others. */
    private static final int AT_ONCE_PER_CLIENT = 8;

    private static final Duration NOT_NOW = Duration.ofSeconds(10);

    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

    private final WorkLoop loop;
    private final ClientRegistry clients;
    private final LogoutToken token;
    private final MachineClock machine;
    private final LogoutReceivers receivers;

    LogoutDelivery(
            WorkLoop loop, ClientRegistry clients, LogoutToken token, MachineClock machine, LogoutReceivers receivers) {
        this.loop = loop;
        this.clients = clients;
        this.token = token;
        this.machine = machine;
        this.receivers = receivers;
    }

    /** Whatever is due, many at once: a relying party that does not answer holds up none of the others. */
    @Scheduled(fixedDelayString = "PT0.5S", initialDelayString = "PT1S")
    void deliver() throws InterruptedException {
        loop.drain(LogoutNotices.KIND, machine, AT_ONCE, piece -> deliver(piece.payload()));
    }

    private WorkOutcome deliver(LogoutWork.Notice notice) {
        Semaphore ofClient = places.computeIfAbsent(notice.clientId(), id -> new Semaphore(AT_ONCE_PER_CLIENT));
        if (!ofClient.tryAcquire()) {
            return notNow(new Outcome.Busy());
        }
        try {
            return tell(notice);
        } finally {
            ofClient.release();
        }
    }

    private WorkOutcome tell(LogoutWork.Notice notice) {
        Optional<OpenIdClient> client = clients.find(notice.clientId());
        URI uri = client.map(each -> each.metadata().getBackChannelLogoutURI()).orElse(null);
        // A client that is gone, or no longer wants to be told, is not told.
        return client.isEmpty() || uri == null
                ? new WorkOutcome.Done()
                : outcome(receivers.deliver(
                        client.get().id(), client.get().party().unverified(), uri, token.of(client.get(), notice)));
    }

    /**
     * Taken is 2xx (Back-Channel Logout 1.0 section 2.8). Whatever else is said may be mended at the client's end within the
     * hour, but for 400: the same message is no better the second time.
     */
    private WorkOutcome outcome(Outcome said) {
        return switch (said) {
            case Outcome.Answered(int status, var headers, var body)
            when status >= 200 && status < 300 -> new WorkOutcome.Done();
            case Outcome.Answered(int status, var headers, var body)
            when status == 400 -> new WorkOutcome.Hopeless("http_400");
            case Outcome.Answered answered -> new WorkOutcome.Failed("http_" + answered.status());
            case Outcome.Busy busy -> notNow(busy);
            case Outcome.BreakerOpen open -> notNow(open);
            case Outcome.Failed failed -> new WorkOutcome.Failed(failed.code());
        };
    }

    private WorkOutcome notNow(Outcome.Failed untried) {
        return new WorkOutcome.NotNow(untried.code(), machine.instant().plus(NOT_NOW));
    }
}
