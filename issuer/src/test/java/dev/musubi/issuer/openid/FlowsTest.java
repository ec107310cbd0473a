package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the provider can do, flow by flow. */
class FlowsTest extends OpenIdTest {

    private static final String NAME = "{\"userinfo\":{\"name\":{\"essential\":true},\"gender\":null}}";

    private static final String STANDING = "{\"id_token\":{\"standing\":{\"essential\":true,\"value\":\"ACTIVE\"}}}";

    @Test
    void whenNobodyIsSignedInThenASilentRequestSaysSo() {
        Client bank = bank();
        assertThat(query(signIn(browser(), bank, Map.of("prompt", "none")))).containsEntry("error", "login_required");
    }

    @Test
    void whenAConsentIsRememberedThenNobodyIsAskedAgainUntilItIsTakenBack() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        assertThat(query(signIn(browser, bank, Map.of("claims", NAME, "prompt", "none"))))
                .containsEntry("error", "consent_required");
        browser.go(start(bank, Map.of("claims", NAME)));
        String csrf = Objects.requireNonNull(browser.page().selectFirst("input[name=csrf]"))
                .attr("value");
        URI back = browser.press("consent-allow", Map.of("csrf", csrf, "item", "SEX", "remember", "1"));
        HttpResponse<String> tokens = redeem(bank, code(back));
        String told = userInfo(bank, member(tokens, "access_token")).body();
        assertThat(told).contains("\"name\"").contains("\"gender\"");
        assertThat(code(signIn(browser, bank, Map.of("claims", NAME, "prompt", "none"))))
                .isNotEmpty();

        browser.go(URI.create(ISSUER + "/home/services"));
        assertThat(browser.text("services")).contains("試験銀行").contains("氏名");
        browser.go(URI.create(ISSUER + "/home/consents"));
        assertThat(browser.text("agreed")).contains("試験銀行");
        pressFirst(browser, "#agreed form");
        assertThat(query(signIn(browser, bank, Map.of("claims", NAME, "prompt", "none"))))
                .containsEntry("error", "consent_required");
        assertThat(userInfo(bank, member(tokens, "access_token")).statusCode()).isEqualTo(401);
    }

    @Test
    void whenTheHolderLeavesSomethingOutThenItIsNotTold() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        browser.go(start(bank, Map.of("claims", NAME)));
        String csrf = Objects.requireNonNull(browser.page().selectFirst("input[name=csrf]"))
                .attr("value");
        URI back = browser.press("consent-allow", Map.of("csrf", csrf, "item", "NAME"));
        assertThat(userInfo(bank, member(redeem(bank, code(back)), "access_token"))
                        .body())
                .contains("\"name\"")
                .doesNotContain("gender");
    }

    @Test
    void whenTheHolderDoesNotAgreeThenTheClientIsToldSo() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        browser.go(start(bank, Map.of("claims", NAME)));
        assertThat(query(browser.press("consent-deny"))).containsEntry("error", "access_denied");
    }

    @Test
    void whenTheAnchorIsGoneThenASilentRequestSaysWhichAndSoDoTokensAndUserinfo() {
        Client bank = bank();
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        HttpResponse<String> tokens = redeem(bank, code(signIn(browser, bank, Map.of("claims", STANDING))));
        String late = code(signIn(browser, bank, Map.of("claims", STANDING)));
        jlis.revoked.put(person.read(AUTHORITY.profile()).id(), RevocationReason.AFFILIATION_CHANGED);
        publish(municipality(person), 1, Map.of(person, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();

        Map<String, String> silent = query(signIn(browser, bank, Map.of("claims", STANDING, "prompt", "none")));
        assertThat(silent).containsEntry("error", "standing_not_met");
        assertThat(silent.get("error_description")).startsWith("REISSUE_REQUIRED:");
        assertThat(member(redeem(bank, late), "error")).isEqualTo("standing_not_met");
        HttpResponse<String> userInfo = userInfo(bank, member(tokens, "access_token"));
        assertThat(userInfo.statusCode()).isEqualTo(401);
        assertThat(userInfo.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("DPoP ")
                .contains("error=\"standing_not_met\"")
                .contains("standing=\"ACTIVE\"");
        browser.go(start(bank, Map.of("claims", STANDING)));
        assertThat(query(browser.press("turn-back"))).containsEntry("error", "standing_not_met");
    }

    @Test
    void whenJlisIsDarkThenAFreshStandingIsNotMetAndSaidToBeStale() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        signIn(browser, bank, Map.of());
        clock.moveTo(clock.instant().plusSeconds(7200));
        jlis.dark = true;
        Map<String, String> answer = query(signIn(
                browser,
                bank,
                Map.of(
                        "prompt",
                        "none",
                        "claims",
                        "{\"id_token\":{\"standing\":{\"essential\":true,\"value\":\"ACTIVE\",\"max_age\":900}}}")));
        assertThat(answer.get("error_description")).startsWith("STALE:");
        jlis.dark = false;
        assertThat(code(signIn(browser, bank, Map.of("prompt", "none", "claims", STANDING))))
                .isNotEmpty();
    }

    @Test
    void whenTheHolderPausedTheIdThenNobodySignsInWithItUntilResumed() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        signIn(browser, bank, Map.of());
        browser.go(URI.create(ISSUER + "/home/pause"));
        browser.press("pause");
        browser.go(URI.create(ISSUER + "/home"));
        assertThat(browser.text("state")).contains("一時停止中");
        assertThat(query(signIn(browser, bank, Map.of("prompt", "none"))).get("error_description"))
                .startsWith("SUSPENDED:");
        browser.go(URI.create(ISSUER + "/home"));
        browser.press("resume");
        assertThat(code(signIn(browser, bank, Map.of("prompt", "none")))).isNotEmpty();
    }

    @Test
    void whenAHolderMeetsTwoSectorsThenUnderTwoNamesThatStay() {
        Client bank = bank();
        Client other = bank();
        TestCertificate before = person();
        TestCertificate after = person();
        TestBrowser browser = signedIn(before, false);
        String atBank = claims(member(redeem(bank, code(signIn(browser, bank, Map.of()))), "id_token"))
                .getSubject();
        assertThat(claims(member(redeem(other, code(signIn(browser, other, Map.of()))), "id_token"))
                        .getSubject())
                .isNotEqualTo(atBank);
        jlis.samePerson(
                before.read(AUTHORITY.profile()).id(),
                after.read(AUTHORITY.profile()).id());
        TestBrowser again = signedIn(after, false);
        assertThat(claims(member(redeem(bank, code(signIn(again, bank, Map.of()))), "id_token"))
                        .getSubject())
                .isEqualTo(atBank);
    }

    @Test
    void whenTheAuthenticationIsToBeNewThenTheHolderSignsInAgain() {
        Client bank = bank();
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        for (Map<String, String> wish : List.of(Map.of("prompt", "login"), Map.of("prompt", "select_account"))) {
            browser.go(start(bank, wish));
            assertThat(browser.shows("card")).isTrue();
            URI back = byCard(browser, person);
            assertThat(code(agreed(browser, back))).isNotEmpty();
        }
    }

    @Test
    void whenTheHolderSignsInOnceMoreThenTheirSessionAndWhatRestsOnItGoOn() {
        Client bank = bank();
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        HttpResponse<String> before = redeem(bank, code(signIn(browser, bank, Map.of())));
        browser.go(URI.create(ISSUER + "/signin"));
        byCard(browser, person);
        assertThat(userInfo(bank, member(before, "access_token")).statusCode()).isEqualTo(200);
        HttpResponse<String> after = redeem(bank, code(signIn(browser, bank, Map.of("prompt", "none"))));
        assertThat(claims(member(after, "id_token")).getClaim("sid"))
                .isEqualTo(claims(member(before, "id_token")).getClaim("sid"));

        // Somebody else in the same browser ends it.
        TestCertificate other = person();
        holder(other, false);
        browser.go(URI.create(ISSUER + "/signin"));
        byCard(browser, other);
        assertThat(userInfo(bank, member(after, "access_token")).statusCode()).isEqualTo(401);
    }

    @Test
    void whenAClientWantsToGoOnAfterTheSignOutThenTheHolderIsAskedForThatAndMayEndIt() {
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = signedIn(person(), false);
        String name = "{\"userinfo\":{\"name\":null}}";
        browser.go(start(shop, Map.of("claims", name)));
        assertThat(code(browser.press("consent-allow", Map.of("csrf", csrf(browser), "item", "NAME", "remember", "1"))))
                .isNotEmpty();
        Map<String, String> further = Map.of("claims", name, "scope", "openid offline_access");
        assertThat(query(browser.go(
                        start(shop, Map.of("claims", name, "scope", "openid offline_access", "prompt", "none")))))
                .as("what was remembered says nothing of the time after the sign-out")
                .containsEntry("error", "consent_required");
        browser.go(start(shop, further));
        HttpResponse<String> tokens = redeem(
                shop,
                code(browser.press("consent-allow", Map.of("csrf", csrf(browser), "item", "NAME", "remember", "1"))));
        assertThat(code(browser.go(start(shop, further)))).as("remembered").isNotEmpty();
        browser.go(URI.create(ISSUER + "/home/services"));
        assertThat(browser.text("services")).contains("試験店");
        pressFirst(browser, "#services form");
        browser.go(URI.create(ISSUER + "/home/services"));
        assertThat(browser.page().select("#services form").hasText()).isFalse();
        assertThat(member(refresh(shop, member(tokens, "refresh_token")), "error"))
                .isEqualTo("invalid_grant");
        Map<String, String> silently = new HashMap<>(further);
        silently.put("prompt", "none");
        assertThat(query(browser.go(start(shop, silently))))
                .as("what was remembered does not give it back")
                .containsEntry("error", "consent_required");
    }

    private static String csrf(TestBrowser browser) {
        return Objects.requireNonNull(browser.page().selectFirst("input[name=csrf]"))
                .attr("value");
    }

    @Test
    void whenThePausedIdIsInTheWayThenItIsResumedInsideTheSignIn() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        browser.go(URI.create(ISSUER + "/home/pause"));
        browser.press("pause");
        browser.go(start(bank, Map.of("claims", STANDING)));
        assertThat(code(agreed(browser, browser.press("resume")))).isNotEmpty();
    }

    @Test
    void whenAClassIsEssentialThenAnotherDoesNotDo() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        signIn(browser, bank, Map.of());
        assertThat(query(signIn(
                        browser,
                        bank,
                        Map.of(
                                "prompt",
                                "none",
                                "claims",
                                "{\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"urn:musubi:acr:passkey\"}}}"))))
                .containsEntry("error", "login_required");
        assertThat(
                        code(
                                signIn(
                                        browser,
                                        bank,
                                        Map.of(
                                                "prompt",
                                                "none",
                                                "claims",
                                                "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"urn:musubi:acr:passkey\",\"urn:musubi:acr:jpki-signature\"]}}}"))))
                .isNotEmpty();
    }

    @Test
    void whenAHintNamesSomebodyElseThenASilentRequestIsRefused() {
        Client bank = bank();
        TestBrowser one = signedIn(person(), false);
        String token = member(redeem(bank, code(signIn(one, bank, Map.of()))), "id_token");
        assertThat(code(signIn(one, bank, Map.of("prompt", "none", "id_token_hint", token))))
                .isNotEmpty();
        TestBrowser other = signedIn(person(), false);
        signIn(other, bank, Map.of());
        assertThat(query(signIn(other, bank, Map.of("prompt", "none", "id_token_hint", token))))
                .containsEntry("error", "login_required");
        Map<String, String> foreign = usual(bank);
        foreign.put("id_token_hint", "e30.e30.AA");
        assertThat(member(push(bank, foreign), "error")).isEqualTo("invalid_request");
    }

    @Test
    void whenAnswersAreSignedThenBothSidesAre() throws ParseException, JOSEException {
        Client bank = client("JP_AML", Map.of(), Map.of("profile", "FAPI2_MESSAGE_SIGNING"));
        Instant now = Instant.now();
        JWTClaimsSet.Builder request = new JWTClaimsSet.Builder()
                .issuer(bank.id())
                .audience(ISSUER)
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .claim("response_mode", "jwt");
        usual(bank).forEach(request::claim);
        String object = sign(bank.key(), "oauth-authz-req+jwt", request.build(), false);
        Map<String, String> form = new HashMap<>(Map.of("client_id", bank.id(), "request", object));
        form.putAll(assertion(bank));
        HttpResponse<String> pushed = post(ISSUER + "/openid/par", form, Map.of());
        assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(201);
        URI back = agreeing(
                signedIn(person(), false),
                URI.create(ISSUER + "/openid/authorize?"
                        + form(Map.of("client_id", bank.id(), "request_uri", member(pushed, "request_uri")))));
        SignedJWT answer = SignedJWT.parse(query(back).get("response"));
        ECKey ours = (ECKey) keys().getKeyByKeyId(answer.getHeader().getKeyID());
        assertThat(answer.verify(new ECDSAVerifier(ours))).isTrue();
        assertThat(answer.getJWTClaimsSet().getAudience()).containsExactly(bank.id());
        assertThat(redeem(bank, answer.getJWTClaimsSet().getStringClaim("code")).statusCode())
                .isEqualTo(200);
        assertThat(member(push(bank, usual(bank)), "error")).isEqualTo("invalid_request");
    }

    private static JWKSet keys() throws ParseException {
        return JWKSet.parse(send(HttpRequest.newBuilder(URI.create(ISSUER + "/openid/jwks")))
                .body());
    }

    @Test
    void whenAClientWantsItsTokensEncryptedThenOnlyItReadsThem() throws ParseException, JOSEException {
        ECKey encryption = key("encryption");
        ECKey forUse = new ECKey.Builder(encryption)
                .keyUse(KeyUse.ENCRYPTION)
                .algorithm(null)
                .build();
        ECKey signing = key("signing");
        Client bank = new Client(
                client(
                                "JP_AML",
                                Map.of(
                                        "jwks",
                                        Map.of(
                                                "keys",
                                                List.of(
                                                        signing.toPublicJWK().toJSONObject(),
                                                        forUse.toPublicJWK().toJSONObject())),
                                        "id_token_encrypted_response_alg",
                                        "ECDH-ES",
                                        "id_token_encrypted_response_enc",
                                        "A256GCM",
                                        "userinfo_signed_response_alg",
                                        "ES256"),
                                Map.of())
                        .id(),
                signing);
        HttpResponse<String> tokens = redeem(bank, code(signIn(signedIn(person(), false), bank, Map.of())));
        JWEObject encrypted = JWEObject.parse(member(tokens, "id_token"));
        encrypted.decrypt(new ECDHDecrypter(encryption));
        assertThat(encrypted.getPayload().toSignedJWT().getJWTClaimsSet().getAudience())
                .containsExactly(bank.id());
        HttpResponse<String> userInfo = userInfo(bank, member(tokens, "access_token"));
        assertThat(userInfo.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/jwt");
        assertThat(claims(userInfo.body()).getIssuer()).isEqualTo(ISSUER);
    }

    @Test
    void whenAClientWantsEncryptionWithoutAKeyForItThenItIsNotRegistered() {
        Client bank = bank();
        HttpResponse<String> refused = operator(
                "PUT",
                "/operator/openid-clients/" + bank.id(),
                Map.of(
                        "relying_party",
                        bank.id(),
                        "metadata",
                        Map.of(
                                "redirect_uris",
                                List.of(REDIRECT),
                                "jwks",
                                new JWKSet(bank.key().toPublicJWK()).toJSONObject(),
                                "id_token_encrypted_response_alg",
                                "RSA-OAEP-256")));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(member(refused, "code")).isEqualTo("client_metadata");
        assertThat(member(refused, "detail")).contains("a key for it in jwks");
    }

    @Test
    void whenTheAnswerIsAskedForAsAFormThenItIsOne() {
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = signedIn(person(), false);
        agreeing(browser, start(shop, Map.of("response_mode", "form_post")));
        assertThat(Objects.requireNonNull(browser.page().getElementById("form-post"))
                        .attr("action"))
                .isEqualTo(REDIRECT);
        assertThat(browser.answer()
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow())
                .as("where the client leads on to is its own affair")
                .doesNotContain("form-action");
    }

    @Test
    void whenATokenIsLookedAtOrRevokedThenByItsOwnClientOnly() {
        Plain shop = plain(Map.of(), false);
        Plain other = plain(Map.of(), false);
        HttpResponse<String> tokens = redeem(
                shop, code(lasting(signedIn(person(), false), start(shop, Map.of("scope", "openid offline_access")))));
        String access = member(tokens, "access_token");
        assertThat(state(shop, access)).contains("\"active\":true").contains("\"sub\"");
        assertThat(state(other, access)).isEqualTo("{\"active\":false}");
        assertThat(state(shop, member(tokens, "refresh_token"))).contains("\"active\":true");
        assertThat(state(shop, "nonsense")).isEqualTo("{\"active\":false}");
        revoke(other, access);
        assertThat(bearer(access).statusCode()).isEqualTo(200);
        revoke(shop, member(tokens, "refresh_token"));
        assertThat(bearer(access).statusCode()).isEqualTo(401);
    }

    private static String state(Plain client, String token) {
        return post(ISSUER + "/openid/introspect", Map.of("token", token), client.authorization())
                .body();
    }

    private static void revoke(Plain client, String token) {
        assertThat(post(ISSUER + "/openid/revoke", Map.of("token", token), client.authorization())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whenAClientRegistersItselfThenWithATokenOfTheOperators() {
        String metadata = json(Map.of("redirect_uris", List.of(REDIRECT), "client_name", "自分で登録した店"));
        HttpRequest.Builder without = HttpRequest.newBuilder(URI.create(ISSUER + "/openid/register"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(metadata));
        assertThat(send(without).statusCode()).isEqualTo(401);
        String token = member(
                operator("POST", "/operator/openid-initial-access-tokens", Map.of("profile", "BASIC")),
                "initial_access_token");
        HttpResponse<String> registered = send(HttpRequest.newBuilder(URI.create(ISSUER + "/openid/register"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(metadata)));
        assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
        Plain shop = new Plain(member(registered, "client_id"), member(registered, "client_secret"));
        assertThat(redeem(shop, code(agreeing(signedIn(person(), false), start(shop, Map.of()))))
                        .statusCode())
                .isEqualTo(200);
        URI own = URI.create(member(registered, "registration_client_uri"));
        String ownToken = member(registered, "registration_access_token");
        assertThat(send(HttpRequest.newBuilder(own).header("Authorization", "Bearer " + ownToken))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(own)
                                .header("Authorization", "Bearer " + ownToken)
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
        assertThat(browser().go(start(shop, Map.of())).toString()).startsWith(ISSUER);
    }

    @Test
    void whenTheHolderSignsOutThenTheSessionsGrantsEnd() {
        Client bank =
                client("JP_AML", Map.of("post_logout_redirect_uris", List.of("https://bank.example/bye")), Map.of());
        TestBrowser browser = signedIn(person(), false);
        HttpResponse<String> tokens = redeem(bank, code(signIn(browser, bank, Map.of())));
        URI end = URI.create(ISSUER + "/openid/logout?"
                + form(Map.of(
                        "id_token_hint",
                        member(tokens, "id_token"),
                        "post_logout_redirect_uri",
                        "https://bank.example/bye",
                        "state",
                        "s")));
        assertThat(browser.go(end).toString()).isEqualTo("https://bank.example/bye?state=s");
        assertThat(userInfo(bank, member(tokens, "access_token")).statusCode()).isEqualTo(401);
        assertThat(query(signIn(browser, bank, Map.of("prompt", "none")))).containsEntry("error", "login_required");
        browser.go(URI.create(ISSUER + "/openid/logout?"
                + form(Map.of("client_id", bank.id(), "post_logout_redirect_uri", "https://evil.example/"))));
        assertThat(browser.text("error-code")).isEqualTo("invalid_request");
    }

    @Test
    void whenNobodySaysWhoseSessionItIsThenTheHolderIsAsked() {
        TestBrowser browser = signedIn(person(), false);
        browser.go(URI.create(ISSUER + "/openid/logout"));
        assertThat(browser.shows("logout-confirm")).isTrue();
        browser.press("logout-confirm");
        assertThat(browser.shows("signed-out")).isTrue();
        assertThat(browser.go(URI.create(ISSUER + "/home")).toString()).contains("/signin");
    }

    @Test
    void whenTheMetadataIsReadThenItSaysWhatThereIs() {
        HttpResponse<String> metadata =
                send(HttpRequest.newBuilder(URI.create(ISSUER + "/.well-known/openid-configuration")));
        assertThat(parse(metadata))
                .containsEntry("issuer", ISSUER)
                .containsEntry("verified_claims_supported", true)
                .containsKeys("standing_monitoring", "standing_states_supported", "mtls_endpoint_aliases");
        assertThat(metadata.body()).contains("worst_case_detection");
    }

    @Test
    void whenKeysAreRotatedThenTheNextArePublishedBeforeTheySign() throws ParseException {
        int before = keys().getKeys().size();
        assertThat(operator("POST", "/operator/openid-signing-key-rotations", Map.of())
                        .statusCode())
                .isEqualTo(200);
        assertThat(keys().getKeys()).hasSize(before + 2);
        HttpResponse<String> again = operator("POST", "/operator/openid-signing-key-rotations", Map.of());
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(member(again, "code")).isEqualTo("already_rotated");

        // With a new key-encryption key all of them are wrapped anew, and still open.
        HttpResponse<String> wrapped = operator("POST", "/operator/key-rotations", Map.of());
        assertThat(jdbc.sql("select distinct kek_id from signing_key")
                        .query(String.class)
                        .list())
                .containsExactly(member(wrapped, "current"));
        assertThat(keys().getKeys()).hasSize(before + 2);
        Client bank = bank();
        HttpResponse<String> tokens = redeem(bank, code(signIn(signedIn(person(), false), bank, Map.of())));
        assertThat(keys().getKeyByKeyId(SignedJWT.parse(member(tokens, "id_token"))
                        .getHeader()
                        .getKeyID()))
                .isNotNull();
    }

    @Test
    void whenTheIdIsOverThenItSignsNobodyIn() {
        Client bank = bank();
        TestCertificate person = person();
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/signin"));
        enrolIn(browser, person, false);
        HolderId holder = holderOf(person);
        holders.locking(holder, () -> privateIds.apply(holder, Cause.CESSATION, clock.instant(), "system"));
        assertThat(query(signIn(browser, bank, Map.of("prompt", "none")))).containsEntry("error", "login_required");
    }

    @Test
    void whenTheIdIsOverThenEverythingGrantedEndsWithIt() {
        Plain shop = plain(Map.of(), false);
        TestCertificate person = person();
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/signin"));
        enrolIn(browser, person, false);
        HttpResponse<String> tokens =
                redeem(shop, code(lasting(browser, start(shop, Map.of("scope", "openid offline_access")))));
        HolderId holder = holderOf(person);
        holders.locking(holder, () -> privateIds.apply(holder, Cause.CESSATION, clock.instant(), "system"));
        assertThat(bearer(member(tokens, "access_token")).statusCode()).isEqualTo(401);
        assertThat(member(refresh(shop, member(tokens, "refresh_token")), "error"))
                .isEqualTo("invalid_grant");
    }

    @Test
    void whenAFormGoesWrongThenThePersonGetsAPageAndAProgramAProblem() {
        HttpRequest.Builder form = HttpRequest.newBuilder(URI.create(ISSUER + "/signin/card"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("to=/home"));
        HttpResponse<String> page = send(form.copy().header("Accept", "text/html,application/xhtml+xml"));
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(page.body()).contains("続けられません", "id=\"error-code\"", "urn:uuid:");
        HttpResponse<String> problem = send(form);
        assertThat(problem.statusCode()).isEqualTo(403);
        assertThat(problem.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
    }
}
