package dev.musubi.app.conformance;

import com.nimbusds.jwt.SignedJWT;
import dev.musubi.app.client.Browser;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.VirtualPhone;
import dev.musubi.relyingparty.SignalReceiver;
import dev.musubi.relyingparty.SignalStreams;
import dev.musubi.relyingparty.StreamConfiguration;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * Has something happen of which the issuer tells, where the suite made a stream and waits for that. A resident signs in at
 * the plan's relying party with the card, agrees to be watched by it, is put into the stream by it, has the card let in
 * nobody any more, and signs out: all of it by the pages and endpoints that are there for everybody.
 */
final class WatchedResident implements OtherSide.Role {

    /** The one test that waits for events of somebody; the others make streams, too, in which nothing may come. */
    private static final String TEST = "openid-ssf-transmitter-stream-caep-interop";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final URI issuer;
    private final Path certificate;
    private final Path mynaApp;
    private final String resident;
    private final String client;
    private final String redirectUri;
    private final TokenEndpoint tokens;

    /**
     * Of one plan.
     *
     * @param certificate the issuer's (PEM)
     * @param mynaApp マイナアプリ's (PEM)
     * @param resident whose private ID it is
     * @param client the plan's client
     * @param redirectUri one that is registered for it
     */
    WatchedResident(
            URI issuer,
            Path certificate,
            Path mynaApp,
            SSLContext trusting,
            String resident,
            String client,
            String secret,
            String redirectUri) {
        this.issuer = issuer;
        this.certificate = certificate;
        this.mynaApp = mynaApp;
        this.resident = resident;
        this.client = client;
        this.redirectUri = redirectUri;
        this.tokens = new TokenEndpoint(URI.create(issuer + "/openid/token"), trusting, client, secret);
    }

    @Override
    public void play(SuiteTests.Running test) throws Exception {
        if (!test.name().equals(TEST)) {
            return;
        }
        Browser browser = new Browser(List.of(certificate, mynaApp));
        String subject = signIn(browser);
        try (SignalReceiver receiver = SignalReceiver.from(issuer.toString())
                .to(client)
                .listener(signal -> {})
                .trusting(certificate)
                .build()) {
            SignalStreams streams = receiver.streams(tokens.own());
            streams.watch(made(streams::all).id(), subject);
        }
        browser.open(URI.create(issuer + "/home/devices"));
        if (!browser.pressFirstIn("cards")) {
            throw new IllegalStateException("the resident signed in with the card, and there is no card");
        }
        browser.open(URI.create(issuer + "/home"));
        browser.press("sign-out");
    }

    /** The resident signs in and agrees; the relying party's name for the resident. */
    private String signIn(Browser browser) throws ParseException, GeneralSecurityException {
        String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("response_type", "code");
        // The answer is read where it stands: the suite, to which it leads, did not ask for it.
        asked.put("response_mode", "form_post");
        asked.put("client_id", client);
        asked.put("redirect_uri", redirectUri);
        asked.put("scope", "openid monitoring");
        asked.put("state", UUID.randomUUID().toString());
        asked.put("nonce", UUID.randomUUID().toString());
        asked.put("code_challenge_method", "S256");
        asked.put(
                "code_challenge",
                URL.encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII))));
        browser.open(URI.create(issuer + "/openid/authorize?" + form(asked)));
        if (browser.shows("card")) {
            byCard(browser);
        }
        if (browser.shows("consent-allow")) {
            browser.press("consent-allow", Map.of("monitoring", "1"));
        }
        Reply answer = tokens.ask(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                browser.field("form-post", "code"),
                "redirect_uri",
                redirectUri,
                "code_verifier",
                verifier));
        if (!List.of(answer.text("scope").split(" ")).contains("monitoring")) {
            throw new IllegalStateException("the resident agreed, and the issuer says no");
        }
        return SignedJWT.parse(answer.text("id_token")).getJWTClaimsSet().getSubject();
    }

    /** A card that lets nobody in signs once, as at its first time. */
    private void byCard(Browser browser) {
        VirtualPhone phone = new VirtualPhone(resident, mynaApp);
        browser.press("card");
        phone.confirm(browser);
        if (browser.shows("sign-button")) {
            browser.press("sign-button");
            phone.sign(browser);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** What may fail to be asked. */
    private interface Asked {
        List<StreamConfiguration> all() throws Exception;
    }

    private static StreamConfiguration made(Asked streams) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            List<StreamConfiguration> all = streams.all();
            if (!all.isEmpty()) {
                return all.getFirst();
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        throw new IllegalStateException("the suite made no stream in " + PATIENCE.toSeconds() + " seconds");
    }
}
