package dev.musubi.issuer.court;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.credential.AppTokens;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.disclosure.Disclosures;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.openid.authorization.CodeIssuance;
import dev.musubi.issuer.openid.authorization.SignInFlow.Step;
import dev.musubi.issuer.openid.claims.ClaimsDemand;
import dev.musubi.issuer.openid.client.ClientProfile;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.client.Registration;
import dev.musubi.issuer.openid.logout.LogoutTokens;
import dev.musubi.issuer.openid.request.RequestReading.Accepted;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.signals.EventStream;
import dev.musubi.issuer.signals.SignalsApart;
import dev.musubi.issuer.signin.BrowserSession;
import dev.musubi.issuer.signin.BrowserSessions;
import dev.musubi.issuer.signin.SignedIn;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/**
 * The linkability court. A bank and a telco each meet the same holders, at times of their own, and write down everything the
 * issuer's endpoints answer them. Then they put it side by side, and an {@link Attacker} tries to find out who is who. It may
 * do no better than chance, where an AUC of 0.5 is a guess.
 *
 * <p>The holders are those of one day, in one state, with attributes from one source, signed in by one method some hours ago:
 * what is told by a day, a word or a bound is told, and {@code docs/explanation/privacy.md} says so. What the holder gave both
 * is left out, and so is when a browser came to each of them, which the issuer cannot hide.
 */
class LinkabilityCourtTest extends IssuerTest {

    /** In every build some, so that it stays short; {@code -Dmusubi.court.holders=10000} for the whole court. */
    private static final int HOLDERS = Integer.getInteger("musubi.court.holders", 1_000);

    /** What chance alone may reach: the fewer there are, the further from a guess by luck. */
    private static final double CHANCE = HOLDERS >= 10_000 ? 0.51 : 0.5 + 1.8 / Math.sqrt(HOLDERS);

    private static final int THREADS = 2;
    private static final long SEED = 52;
    private static final String REDIRECT = "https://party.example/callback";
    private static final String CLAIMS = """
            {"id_token":{"standing":{"essential":true,"value":"ACTIVE"},"assurance":null,
             "verified_claims":{"verification":{"trust_framework":null,"time":null,"verification_process":null,
               "evidence":[{"type":{"value":"electronic_signature"},"serial_number":null,"created_at":null}]},
               "claims":{"birthdate":null}}},
             "userinfo":{"standing":null}}""";

    @Autowired
    private WebApplicationContext context;

    @Autowired
    private Vault vault;

    @Autowired
    private Anchors anchors;

    @Autowired
    private AttributeStore attributes;

    @Autowired
    private RelyingParties parties;

    @Autowired
    private Registration registration;

    @Autowired
    private CodeIssuance codes;

    @Autowired
    private BrowserSessions sessions;

    @Autowired
    private MachineClock machine;

    @Autowired
    private AppTokens apps;

    @Autowired
    private Disclosures disclosures;

    /** A relying party: its client, and the certificate it comes with to the relying parties' door. */
    private record Side(OpenIdClient client, String secret, X509Certificate certificate, Ledger ledger) {}

    private Side side(String name, RelyingParty.Law law, int holders) {
        TestCertificate certificate = person();
        RelyingParty party = parties.register(
                new RelyingParty(name, name, name + ".example", law, List.of(), false, null), certificate.x509());
        try {
            Registration.Outcome outcome = registration.forParty(
                    party,
                    name + "-client",
                    ClientProfile.BASIC,
                    com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata.parse(JSONObjectUtils.parse(
                            "{\"redirect_uris\":[\"" + REDIRECT + "\"],\"id_token_signed_response_alg\":\"ES256\"}")),
                    true,
                    null,
                    null);
            Registration.Outcome.Registered registered = (Registration.Outcome.Registered) outcome;
            return new Side(
                    registered.client(),
                    Objects.requireNonNull(registered.secret()),
                    certificate.x509(),
                    new Ledger(holders));
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<HolderId> people(int count, Instant day) throws InterruptedException, ExecutionException {
        TestCertificate somebody = person();
        People people = new People(
                holders,
                vault,
                anchors,
                privateIds,
                attributes,
                AUTHORITY.keyId(),
                somebody.read(AUTHORITY.profile()).attributes().orElseThrow());
        HolderId[] made = new HolderId[count];
        each(indices(count), i -> made[i] = people.make(500_000_000L + i, day, new Random(SEED * 1_000_003 + i)));
        return List.of(made);
    }

    private static List<Integer> indices(int count) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            indices.add(i);
        }
        return indices;
    }

    /** In this order, by some threads that each take the next. */
    private static void each(List<Integer> order, IntConsumer work) throws InterruptedException, ExecutionException {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            for (int each : order) {
                running.add(pool.submit(() -> work.accept(each)));
            }
        }
        for (Future<?> future : running) {
            future.get();
        }
    }

    @Test
    void whenTwoRelyingPartiesPutTogetherAllTheyWereToldThenTheyFindNobody()
            throws InterruptedException, ExecutionException {
        // Midnight in Japan; the visits are on the next day.
        Instant day = Instant.parse("2026-04-09T15:00:00Z");
        clock.moveTo(day.plus(Duration.ofHours(24)));
        List<HolderId> people = people(HOLDERS, day);
        Side bank = side("court-bank", RelyingParty.Law.JP_AML, HOLDERS);
        Side telco = side("court-telco", RelyingParty.Law.JP_AML, HOLDERS);
        List<BrowserSession> signedIn = new ArrayList<>(Collections.nCopies(HOLDERS, null));
        List<CredentialId> appsOf = new ArrayList<>(Collections.nCopies(HOLDERS, null));
        int[] agesInMillis =
                new Random(SEED + 5).ints(HOLDERS, 3_600_000, 4 * 3_600_000).toArray();
        each(shuffled(HOLDERS, 1), i -> {
            signedIn.set(i, session(people.get(i), agesInMillis[i]));
            appsOf.set(i, app(people.get(i)));
        });
        MockMvc http = MockMvcBuilders.webAppContextSetup(context).build();
        LogoutTokens logout = new LogoutTokens(context);
        SignalsApart signals = new SignalsApart(context);
        EventStream toBank = signals.stream(bank.client());
        EventStream toTelco = signals.stream(telco.client());

        // Each holder comes to each of the two once, in any order. Who demands more is chance: did one of the two do
        // so only where the other does not, what they are told would go together by that alone.
        BitSet strict = oneInSeven(2 * HOLDERS);
        each(shuffled(2 * HOLDERS, 2), visit -> {
            int holder = visit / 2;
            Side side = visit % 2 == 0 ? bank : telco;
            visit(http, side, signedIn.get(holder), side.ledger().of(holder), strict.get(visit));
            carry(
                    http,
                    side,
                    people.get(holder),
                    appsOf.get(holder),
                    side.ledger().of(holder));
        });
        // On the day after, each one's anchor falls, at a moment of its own; each of the two looks, demands, and looks
        // again.
        clock.moveTo(day.plus(Duration.ofDays(2)));
        each(indices(HOLDERS), i -> {
            Instant fell = fall(people.get(i), day.plus(Duration.ofHours(24)), new Random(SEED * 7919 + i));
            signals.watch(toBank, bank.client(), people.get(i), clock.instant());
            signals.watch(toTelco, telco.client(), people.get(i), clock.instant());
            signals.fell(people.get(i), fell);
        });
        // Both are told of it without asking, each at a moment of its own.
        each(shuffled(2 * HOLDERS, 5), told -> {
            Side side = told % 2 == 0 ? bank : telco;
            signals.told(told % 2 == 0 ? toBank : toTelco, side.client(), people.get(told / 2))
                    .forEach(set -> side.ledger().of(told / 2).write("signal", payload(set)));
        });
        each(shuffled(2 * HOLDERS, 4), visit -> {
            Side side = visit % 2 == 0 ? bank : telco;
            demand(http, side, side.ledger().of(visit / 2));
        });
        // Each is told of the sign-out by itself.
        each(shuffled(2 * HOLDERS, 3), told -> {
            Side side = told % 2 == 0 ? bank : telco;
            side.ledger().of(told / 2).write("logout", payload(logout.of(side.client(), signedIn.get(told / 2))));
        });

        Map<String, Double> found = new Attacker(bank.ledger(), telco.ledger(), SEED).attack();
        assertThat(bank.ledger().paths())
                .as("all of it was written down")
                .contains(
                        "id_token.sub",
                        "id_token.sid",
                        "id_token.auth_time",
                        "id_token.standing.as_of",
                        "id_token.verified_claims.verification.time",
                        "id_token.verified_claims.verification.evidence[].serial_number",
                        "standing.since",
                        "standing.valid_until",
                        "standing.attributes_as_of",
                        "decision.decision",
                        "decision.record.means.checked_at",
                        "userinfo.standing.as_of",
                        "introspection.exp",
                        "disclosure.standing.since",
                        "fallen.since",
                        "demand.demand",
                        "demand.demanded_at",
                        "demanded.holder_uri",
                        "signal.jti",
                        "signal.txn",
                        "signal.iat",
                        "signal.sub_id.sub",
                        "logout.jti");
        assertThat(found).allSatisfy((how, auc) -> assertThat(auc).as(how).isLessThanOrEqualTo(CHANCE));
    }

    /** By one source of chance: the first values of many sources whose seeds follow each other go together. */
    private static BitSet oneInSeven(int count) {
        Random random = new Random(SEED + 6);
        BitSet chosen = new BitSet(count);
        for (int i = 0; i < count; i++) {
            chosen.set(i, random.nextInt(7) == 0);
        }
        return chosen;
    }

    private static List<Integer> shuffled(int count, long salt) {
        List<Integer> order = indices(count);
        Collections.shuffle(order, new Random(SEED + salt));
        return order;
    }

    /** Signed in at a moment of its own, one to four hours ago: however long this takes, one bound is told of all of them. */
    private BrowserSession session(HolderId holderId, int agedMillis) {
        Instant at = machine.instant().minusMillis(agedMillis);
        return sessions.begin(new SignedIn(holderId, SignInMethod.PASSKEY, at, null), "Chrome, Android")
                .flatMap(sessions::of)
                .orElseThrow();
    }

    private void visit(MockMvc http, Side side, BrowserSession session, Ledger.Line line, boolean strict) {
        Map<String, Object> tokens = token(http, side, code(side, session));
        line.write("access_token", Objects.requireNonNull(tokens.get("access_token")));
        Map<String, Object> idToken = payload(String.valueOf(tokens.get("id_token")));
        given(idToken);
        line.write("id_token", idToken);
        String accessToken = String.valueOf(tokens.get("access_token"));
        line.write(
                "userinfo",
                send(
                        http,
                        get(URI.create(ISSUER + "/openid/userinfo")).header("Authorization", "Bearer " + accessToken)));
        line.write("introspection", ask(http, side, "/openid/introspect", "token=" + accessToken));
        String subject = String.valueOf(idToken.get("sub"));
        line.write("standing", answer(http, side, get("/v1/standing/" + subject + (strict ? "?max_age=PT15M" : ""))));
        Map<String, Object> decision = answer(
                http,
                side,
                post("/v1/assurance/decisions")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"subject\":\"" + subject + "\",\"procedure\":\"library-card\"}"));
        decision.put("record", parse(String.valueOf(decision.get("record"))));
        // The words of the catalogue are the same for everybody of one outcome.
        decision.remove("because");
        decision.remove("steps");
        line.write("decision", decision);
    }

    /** The holder introduces itself with a code from its app. */
    private void carry(MockMvc http, Side side, HolderId holderId, CredentialId app, Ledger.Line line) {
        String code = disclosures
                .allow(holderId, app, side.client().party(), "口座開設", Set.of(Attribute.NAME))
                .orElseThrow()
                .code();
        Map<String, Object> disclosed = answer(
                http,
                side,
                post("/v1/disclosures").contentType(MediaType.APPLICATION_JSON).content("{\"code\":\"" + code + "\"}"));
        disclosed.remove("attributes");
        line.write("disclosure", disclosed);
    }

    private CredentialId app(HolderId holderId) {
        int proofing = privateIds.generation(holderId).number();
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(holderId.toString()));
        return holders.locking(
                holderId,
                () -> apps.grant(holderId, proofing, key, "Phone", SignInMethod.JPKI_SIGNATURE, Duration.ZERO)
                        .id());
    }

    private Instant fall(HolderId holderId, Instant day, Random random) {
        Instant at = day.plusNanos(random.nextLong(Duration.ofHours(20).toNanos()) / 1000 * 1000);
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.ANCHOR_CONTENT_CHANGED, at, "court"));
        return at;
    }

    private void demand(MockMvc http, Side side, Ledger.Line line) {
        String subject = line.at("id_token.sub").getFirst();
        line.write("fallen", answer(http, side, get("/v1/standing/" + subject)));
        Map<String, Object> demand = answer(
                http,
                side,
                post("/v1/reissue-demands")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"subject\":\"" + subject + "\"}"));
        line.write("demand", demand);
        line.write("demanded", answer(http, side, get("/v1/reissue-demands/" + demand.get("demand"))));
    }

    /** Takes out what the holder gave. */
    private static void given(Map<String, Object> idToken) {
        if (idToken.get("verified_claims") instanceof Map<?, ?> verified) {
            verified.remove("claims");
        }
    }

    /** A code as the consent page makes it when the holder has agreed. */
    private String code(Side side, BrowserSession session) {
        AuthenticationRequest request = new AuthenticationRequest.Builder(
                        new com.nimbusds.oauth2.sdk.ResponseType("code"),
                        new Scope("openid"),
                        new ClientID(side.client().id()),
                        URI.create(REDIRECT))
                .nonce(new Nonce(UUID.randomUUID().toString()))
                .build();
        Accepted accepted = new Accepted(
                side.client(), request, ClaimsDemand.of(List.of("openid"), CLAIMS), Map.of("claims", List.of(CLAIMS)));
        CodeIssuance.Issued issued = codes.issue(
                accepted, null, new Step.Done(session, accepted.claims().items(), null));
        return ((CodeIssuance.Issued.Code) issued).code();
    }

    private static Map<String, Object> token(MockMvc http, Side side, String code) {
        return ask(
                http,
                side,
                "/openid/token",
                "grant_type=authorization_code&redirect_uri=" + REDIRECT + "&code=" + code);
    }

    private static Map<String, Object> ask(MockMvc http, Side side, String path, String form) {
        String basic = Base64.getEncoder()
                .encodeToString((side.client().id() + ":" + side.secret()).getBytes(StandardCharsets.UTF_8));
        return send(
                http,
                post(URI.create(ISSUER + path))
                        .header("Authorization", "Basic " + basic)
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                        .content(form));
    }

    private static Map<String, Object> answer(MockMvc http, Side side, MockHttpServletRequestBuilder request) {
        return send(http, request.requestAttr("jakarta.servlet.request.X509Certificate", new X509Certificate[] {
            side.certificate()
        }));
    }

    private static Map<String, Object> send(MockMvc http, MockHttpServletRequestBuilder request) {
        try {
            MockHttpServletResponse response = http.perform(request).andReturn().getResponse();
            String body = response.getContentAsString(StandardCharsets.UTF_8);
            assertThat(response.getStatus()).as(body).isLessThan(300);
            return new LinkedHashMap<>(parse(body));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> parse(String json) {
        try {
            return JSONObjectUtils.parse(json);
        } catch (ParseException e) {
            throw new IllegalStateException(json, e);
        }
    }

    private static Map<String, Object> payload(String token) {
        try {
            return SignedJWT.parse(token).getPayload().toJSONObject();
        } catch (java.text.ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
