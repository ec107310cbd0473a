package dev.musubi.issuer.openid.logout;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.grant.SessionIds;
import dev.musubi.issuer.openid.keys.Signer;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.time.MachineClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Delivers logout tokens (OpenID Connect Back-Channel Logout 1.0 section 2.5) until each was taken, or for about an hour. */
@Component
class LogoutDelivery implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(LogoutDelivery.class);

    /** Of which each ends within seconds; what is due beyond them stays in the outbox. */
    private static final int MOST_UNDER_WAY = 2000;

    private static final Duration GOOD_FOR = Duration.ofMinutes(2);
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final LogoutNotices notices;
    private final ClientRegistry clients;
    private final SessionIds sessionIds;
    private final PairwiseSubjects subjects;
    private final Signer signer;
    private final OpenIdSettings settings;
    private final MachineClock machine;
    private final LogoutReceivers receivers;
    private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger underWay = new AtomicInteger();

    LogoutDelivery(
            LogoutNotices notices,
            ClientRegistry clients,
            SessionIds sessionIds,
            PairwiseSubjects subjects,
            Signer signer,
            OpenIdSettings settings,
            MachineClock machine,
            LogoutReceivers receivers) {
        this.notices = notices;
        this.clients = clients;
        this.sessionIds = sessionIds;
        this.subjects = subjects;
        this.signer = signer;
        this.settings = settings;
        this.machine = machine;
        this.receivers = receivers;
    }

    /** Hands out what is due and waits for none of it: a relying party that does not answer holds up none of the others. */
    @Scheduled(fixedDelayString = "PT0.5S", initialDelayString = "PT1S")
    void deliver() {
        for (int bucket : notices.dueBuckets()) {
            if (underWay.get() >= MOST_UNDER_WAY) {
                return;
            }
            for (LogoutNotices.Notice notice : notices.take(bucket)) {
                underWay.incrementAndGet();
                deliveries.execute(() -> {
                    try {
                        deliver(notice);
                    } finally {
                        underWay.decrementAndGet();
                    }
                });
            }
        }
    }

    /** What is broken off by this comes up again, as it does after a crash. */
    @Override
    public void destroy() {
        deliveries.shutdownNow();
    }

    private void deliver(LogoutNotices.Notice notice) {
        Optional<OpenIdClient> client = clients.find(notice.clientId());
        URI uri = client.map(each -> each.metadata().getBackChannelLogoutURI()).orElse(null);
        if (client.isEmpty() || uri == null || receivers.tell(client.get().id(), uri, token(client.get(), notice))) {
            notices.done(notice);
        } else if (notice.isLast()) {
            log.warn("back-channel logout: {} was not reached and will not be told again", notice.clientId());
        }
    }

    private String token(OpenIdClient client, LogoutNotices.Notice notice) {
        Instant now = machine.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(settings.issuer().toString())
                .subject(subjects.of(notice.holderId(), client.party().sector()))
                .audience(client.id())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(GOOD_FOR)))
                .jwtID(UUID.randomUUID().toString())
                .claim("sid", sessionIds.of(notice.sessionId(), client.id()))
                .claim("events", Map.of(EVENT, Map.of()))
                .build();
        return signer.sign(client.metadata().getIDTokenJWSAlg(), "logout+jwt", claims)
                .serialize();
    }
}
