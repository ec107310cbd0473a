package dev.musubi.issuer.openid.logout;

import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.client.OpenIdClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Delivers logout tokens (OpenID Connect Back-Channel Logout 1.0 section 2.5) until each was taken, or for about an hour. */
@Component
class LogoutDelivery {

    private static final Logger log = LoggerFactory.getLogger(LogoutDelivery.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LogoutNotices notices;
    private final ClientRegistry clients;
    private final LogoutToken token;
    private final HttpClient http;

    LogoutDelivery(LogoutNotices notices, ClientRegistry clients, LogoutToken token, OutboundTls tls) {
        this.notices = notices;
        this.clients = clients;
        this.token = token;
        this.http = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(tls.context())
                .build();
    }

    /** A batch at a time, all of it at once: a relying party that does not answer holds up none of the others. */
    @Scheduled(fixedDelayString = "PT0.5S", initialDelayString = "PT1S")
    void deliver() {
        for (int bucket : notices.dueBuckets()) {
            try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
                notices.take(bucket).forEach(notice -> each.execute(() -> deliver(notice)));
            }
        }
    }

    private void deliver(LogoutNotices.Notice notice) {
        Optional<OpenIdClient> client = clients.find(notice.clientId());
        URI uri = client.map(each -> each.metadata().getBackChannelLogoutURI()).orElse(null);
        if (client.isEmpty() || uri == null || send(uri, token.of(client.get(), notice))) {
            notices.done(notice);
        } else if (notice.isLast()) {
            log.warn("back-channel logout: {} was not reached and will not be told again", notice.clientId());
        }
    }

    /** True if it was taken, or refused for good. */
    private boolean send(URI uri, String token) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "logout_token=" + URLEncoder.encode(token, StandardCharsets.US_ASCII)))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            return status < 500 && status != 429;
        } catch (IOException notNow) {
            return false;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
