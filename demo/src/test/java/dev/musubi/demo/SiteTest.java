package dev.musubi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.relyingparty.fixture.TestDecisions;
import dev.musubi.relyingparty.fixture.TestPersons;
import dev.musubi.relyingparty.fixture.TestProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bank's pages in front of a provider: what each decision leads to, what is kept, and who is kept out. */
class SiteTest {

    @TempDir
    static Path data;

    private static Sites sites;

    @BeforeAll
    static void begin() {
        sites = Sites.start(data);
    }

    @AfterAll
    static void end() {
        sites.close();
    }

    @BeforeEach
    void asUsual() throws IOException {
        sites.provider.answer = UnaryOperator.identity();
        sites.provider.decision = TestDecisions.accept();
        sites.provider.decisionStatus = 200;
        sites.provider.standing = TestProvider.standing("ACTIVE", true);
        for (Path record : records()) {
            Files.delete(record);
        }
    }

    private static List<Path> records() throws IOException {
        Path folder = data.resolve("bank/records");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.naturalOrder()).toList();
        }
    }

    private static Person visitor() {
        return new Person(sites, Shop.BANK);
    }

    @Test
    void whenThePrivateIdSufficesThenTheProcedureGoesOnAndTheRecordIsKept() throws IOException {
        Person person = visitor().open("/procedure");
        assertThat(person.at.getPath()).isEqualTo("/procedure");
        assertThat(sites.provider.lastQuestion)
                .isEqualTo(Map.of("subject", TestProvider.SUBJECT, "procedure", "bank-account"));
        assertThat(person.attribute("decision", "data-outcome")).isEqualTo("ACCEPT");
        assertThat(person.text("name")).isEqualTo(TestPersons.NAME);
        assertThat(records()).as("nothing is kept before it is done").isEmpty();
        person.post("/procedure");
        assertThat(person.at.getPath()).isEqualTo("/mine");
        assertThat(person.text("number")).isEqualTo("普通 1000001");
        assertThat(person.text("law")).contains("犯罪による収益の移転防止");
        assertThat(person.text("method")).startsWith("民間IDの受入れ");
        assertThat(person.text("retention")).isEqualTo("取引終了日から7年間");
        assertThat(records())
                .singleElement()
                .satisfies(file -> assertThat(Files.readString(file))
                        .contains(TestPersons.NAME, "the-reference", "bank-account", "OF_THE_ISSUER", "普通預金口座の開設"));
        assertThat(person.shows("new")).isTrue();
        person.post("/procedure");
        assertThat(records()).as("one account a person").hasSize(1);
        assertThat(person.text("number")).isEqualTo("普通 1000001");
        assertThat(person.shows("new")).as("told once").isFalse();
        assertThat(person.open("/procedure").at.getPath())
                .as("who has an account is led to it")
                .isEqualTo("/mine");
    }

    @Test
    void whenNothingButTheSignatureIsMissingThenThePageIsTheOneToSignOn() throws IOException {
        sites.provider.decision = TestDecisions.stepUp();
        Person person = visitor().open("/procedure");
        assertThat(person.attribute("decision", "data-outcome")).isEqualTo("STEP_UP");
        assertThat(person.text("decided")).isEqualTo("法律により、マイナンバーカードでの署名が必要です。");
        assertThat(person.text("because")).isEqualTo("法の方法のどれにも当たらない。");
        assertThat(person.text("document")).contains("むすび銀行 御中", "普通預金口座の開設", TestPersons.NAME);
        assertThat(person.text("whole")).contains("bank-account", "nonce");
        assertThat(person.shows("go")).as("no way around it").isFalse();
        String whole = person.text("whole");
        assertThat(person.text("main").replace(whole, ""))
                .as("nor what helps nobody; in what is signed there may be any letter")
                .doesNotContain("the-reference", "ACTIVE", "Z");
        assertThat(person.open("/procedure").text("whole"))
                .as("the same however often it is read")
                .isEqualTo(whole);
        person.post("/procedure");
        assertThat(person.status).isEqualTo(403);
        assertThat(records()).isEmpty();
    }

    @Test
    void whenThePrivateIdHasToBeIssuedAgainThenNoOldAddressIsShownAndTheWayThereIs() {
        Map<String, Object> decision = TestDecisions.stepUp();
        decision.put("steps", List.of(TestDecisions.step("REISSUE", "", "再発行する", "have it issued again")));
        sites.provider.decision = decision;
        Person person = visitor().open("/procedure");
        assertThat(person.text("decided")).contains("再発行が必要です", "この画面に戻って");
        assertThat(person.attribute("step-1", "href")).isEqualTo("/musubi/sign-in?return_to=/procedure");
        assertThat(person.text("step-1")).isEqualTo("民間IDを再発行する");
        assertThat(person.shows("address") || person.shows("sign-button")).isFalse();
    }

    @Test
    void whenTheHolderHasToAuthenticateThenTheSiteOffersToSignInAnew() {
        Map<String, Object> decision = TestDecisions.stepUp();
        decision.put("steps", List.of(TestDecisions.step("AUTHENTICATE", "passkey-synced", "認証する", "authenticate")));
        sites.provider.decision = decision;
        Person person = visitor().open("/procedure");
        String offered = person.attribute("step-1", "href");
        sites.provider.decision = TestDecisions.accept();
        person.open(offered);
        assertThat(sites.provider.lastRequest).containsEntry("prompt", "login");
        assertThat(person.at.getPath()).isEqualTo("/procedure");
        assertThat(person.shows("go")).isTrue();
    }

    @Test
    void whenNothingHelpsThenThePageSaysWhyAndOffersNothing() {
        sites.provider.decision = TestDecisions.refuse();
        Person person = visitor().open("/procedure");
        assertThat(person.attribute("decision", "data-outcome")).isEqualTo("REFUSE");
        assertThat(person.text("decided")).isEqualTo("この手続きは、インターネットでは承れません。窓口へお越しください。");
        assertThat(person.text("because")).isEqualTo("民間IDは一時停止中である。");
        assertThat(person.shows("step-1") || person.shows("go")).isFalse();
    }

    @Test
    void whenNobodyDecidesThenNothingGoesOn() throws IOException {
        sites.provider.decisionStatus = 503;
        Person person = visitor().open("/procedure");
        assertThat(person.attribute("decision", "data-outcome")).isEqualTo("UNDECIDED");
        assertThat(person.text("decided")).contains("しばらくしてから");
        assertThat(person.attribute("step-1", "href")).isEqualTo("/procedure");
        assertThat(person.shows("go")).isFalse();
        person.post("/procedure");
        assertThat(person.status).isEqualTo(403);
        assertThat(records()).isEmpty();
    }

    @Test
    void whenThePageIsOlderThanTheDecisionThenTheDecisionCounts() throws IOException {
        Person person = visitor().open("/procedure");
        assertThat(person.shows("go")).isTrue();
        sites.provider.decision = TestDecisions.refuse();
        person.post("/procedure");
        assertThat(person.status).isEqualTo(403);
        assertThat(person.attribute("decision", "data-outcome")).isEqualTo("REFUSE");
        assertThat(records()).isEmpty();
    }

    @Test
    void whenTheAppsServerIsAwayThenThePageSaysSoAndNothingIsLost() throws IOException {
        sites.provider.decision = TestDecisions.stepUp();
        Person person = visitor().open("/procedure");
        String whole = person.text("whole");
        person.post("/signature");
        assertThat(person.status).isEqualTo(503);
        assertThat(person.attribute("problem", "data-code")).isEqualTo("mynaapp_server_unreachable");
        assertThat(person.text("sign-button")).isEqualTo("もう一度署名する");
        assertThat(person.text("whole")).as("the same application").isEqualTo(whole);
        assertThat(person.open("/signature").text("problem"))
                .as("still to be read")
                .contains("つながりません");
        assertThat(records()).isEmpty();
    }

    @Test
    void whenABrowserComesBackWithWhatItDidNotBeginThenNothingIsTaken() throws IOException {
        sites.provider.decision = TestDecisions.stepUp();
        Person stranger = visitor().open("/signature/callback?code=stolen&state=somebodys");
        assertThat(stranger.status).isEqualTo(403);
        assertThat(stranger.shows("elsewhere")).isTrue();
        assertThat(stranger.attribute("again", "href")).isEqualTo("/procedure");
        Person person = visitor().open("/procedure");
        String whole = person.text("whole");
        person.open("/signature/callback?code=stolen&state=somebodys");
        assertThat(person.at.getPath()).isEqualTo("/signature");
        assertThat(person.text("whole")).isEqualTo(whole);
        person.open("/signature/callback");
        assertThat(person.at.getPath()).isEqualTo("/signature");
        assertThat(records()).isEmpty();
    }

    @Test
    void whenALanguageIsChosenThenThePagesAreInThatOneAlone() {
        sites.provider.decision = TestDecisions.stepUp();
        Person person = visitor().open("/procedure");
        assertThat(person.language()).isEqualTo("ja");
        assertThat(person.text("decided")).doesNotContain("By law");
        person.post("/language", "language", "en", "to", "/procedure");
        assertThat(person.at.getPath()).isEqualTo("/procedure");
        assertThat(person.language()).isEqualTo("en");
        assertThat(person.text("decided")).isEqualTo("By law, this needs a signature with your My Number Card.");
        person.post("/language", "language", "xx", "to", "//elsewhere.example/");
        assertThat(person.at.getPath()).as("a page of ours").isEqualTo("/");
        assertThat(person.language()).as("one that we speak").isEqualTo("en");
        Person english = visitor().preferring("fr, en;q=0.5").open("/");
        assertThat(english.text("begin")).isEqualTo("Open an account");
        english.open("/procedure");
        assertThat(sites.provider.lastRequest)
                .as("the issuer's pages go on in it")
                .containsEntry("ui_locales", "en");
    }

    @Test
    void whenThePrivateIdWasUpdatedSinceTheSignInThenTheCustomerReadsItAndTakesItOver() {
        sites.provider.standing = generation(1);
        Person person = visitor().open("/procedure").post("/procedure");
        assertThat(person.shows("newer")).isFalse();
        sites.provider.standing = generation(2);
        person.open("/mine");
        assertThat(person.text("newer")).contains("民間IDが新しくなりました");
        person.open(person.attribute("take-over", "href"));
        assertThat(person.shows("updated")).isTrue();
        assertThat(person.shows("newer")).isFalse();
    }

    @Test
    void whenThePrivateIdWasRenewedThenTheChangeIsAProcedureOfItsOwn() throws IOException {
        sites.provider.standing = generation(1);
        Person person = visitor().open("/procedure").post("/procedure");
        assertThat(person.attribute("generation", "data-generation")).isEqualTo("1");
        sites.provider.standing = generation(2);
        sites.provider.decision = TestDecisions.stepUp();
        person.open("/musubi/sign-in?return_to=/mine");
        assertThat(sites.provider.lastQuestion).containsEntry("procedure", "bank-address-change");
        assertThat(person.attribute("decision", "data-outcome")).isEqualTo("STEP_UP");
        assertThat(person.shows("updated")).isFalse();
        assertThat(Files.readString(records().getFirst())).doesNotContain("本人特定事項の変更の確認");
        sites.provider.decision = TestDecisions.accept();
        String before = Files.readString(records().getFirst());
        person.open("/mine");
        assertThat(person.shows("updated")).isFalse();
        assertThat(Files.readString(records().getFirst()))
                .as("looking changes nothing")
                .isEqualTo(before);
        person.open(person.attribute("take-over", "href"));
        assertThat(person.shows("updated")).isTrue();
        String after = Files.readString(records().getFirst());
        assertThat(after).contains("本人特定事項の変更の確認", "bank-address-change");
        person.open("/mine");
        assertThat(person.shows("take-over")).isFalse();
        assertThat(Files.readString(records().getFirst())).as("once").isEqualTo(after);
    }

    @Test
    void whenTheAnchorHasDiedSinceTheSignInThenTheCustomerReadsItAndHasAButton() {
        Person person = visitor().open("/procedure").post("/procedure");
        assertThat(person.shows("outdated")).isFalse();
        sites.provider.standing = TestProvider.standing("REISSUE_REQUIRED", true);
        person.open("/mine");
        assertThat(person.text("outdated")).contains("使えなくなりました");
        assertThat(person.attribute("renew", "href")).isEqualTo("/musubi/sign-in?return_to=/mine&max_age=0");
        assertThat(person.open("/").attribute("changed", "href"))
                .as("so it is for who knows better than the issuer")
                .isEqualTo("/musubi/sign-in?return_to=/mine&max_age=0");
    }

    private static Map<String, Object> generation(int generation) {
        Map<String, Object> standing = TestProvider.standing("ACTIVE", true);
        standing.put("generation", generation);
        return standing;
    }

    @Test
    void whenTheIssuerRefusesThenThePageSaysWhyAndHowToGoOn() {
        sites.provider.answer = parameters -> Map.of(
                "error",
                "standing_not_met",
                "error_description",
                "REISSUE_REQUIRED: …",
                "state",
                String.valueOf(parameters.get("state")),
                "iss",
                sites.provider.issuer());
        Person person = visitor().open("/musubi/sign-in?silent=true&return_to=/mine");
        assertThat(person.status).isEqualTo(403);
        assertThat(person.text("code")).isEqualTo("standing_reissue_required");
        assertThat(person.text("why")).contains("再発行");
        assertThat(person.attribute("again", "href")).isEqualTo("/musubi/sign-in?return_to=%2Fmine");
        assertThat(person.text("main")).doesNotContain("REISSUE_REQUIRED: …");
    }

    @Test
    void whenTheAnswerIsForAnotherBrowserThenNobodyIsSignedIn() {
        Person person = visitor().open("/musubi/callback?code=stolen&state=unknown");
        assertThat(person.status).isEqualTo(403);
        assertThat(person.text("code")).isEqualTo("answer_state");
        assertThat(person.open("/").shows("sign-out")).isFalse();
    }

    private static String logoutToken(String session) {
        Instant now = Instant.now();
        return sites.provider.sign(
                "logout+jwt",
                new JWTClaimsSet.Builder()
                        .issuer(sites.provider.issuer())
                        .audience(TestProvider.CLIENT)
                        .subject(TestProvider.SUBJECT)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(120)))
                        .jwtID("an-id")
                        .claim("sid", session)
                        .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()))
                        .build());
    }

    @Test
    void whenTheIssuerEndsASessionThenItHasEndedHereToo() {
        sites.provider.idToken = claims -> claims.claim("sid", "to-be-ended");
        Person person = visitor().open("/procedure").open("/");
        sites.provider.idToken = claims -> {};
        assertThat(person.shows("sign-out")).isTrue();
        Person issuer = visitor();
        issuer.postFrom("none", "/musubi/backchannel-logout", "logout_token", logoutToken("another"));
        assertThat(issuer.status).isEqualTo(200);
        assertThat(person.open("/").shows("sign-out")).as("not this one").isTrue();
        issuer.postFrom("none", "/musubi/backchannel-logout", "logout_token", "forged" + logoutToken("to-be-ended"));
        assertThat(issuer.status).isEqualTo(400);
        assertThat(person.open("/").shows("sign-out")).as("not by anybody").isTrue();
        issuer.postFrom("none", "/musubi/backchannel-logout", "logout_token", logoutToken("to-be-ended"));
        assertThat(issuer.status).isEqualTo(200);
        assertThat(person.open("/").shows("sign-out")).isFalse();
    }

    @Test
    void whenAPageOfAnotherSiteSendsAFormThenNothingIsDone() throws IOException {
        Person person = visitor().open("/procedure");
        for (String from : List.of("cross-site", "same-site")) {
            person.postFrom(from, "/procedure");
            assertThat(person.status).isEqualTo(403);
            person.postFrom(from, "/signature");
            assertThat(person.status).isEqualTo(403);
        }
        person.postFrom("cross-site", "/musubi/sign-out");
        assertThat(person.status).isEqualTo(403);
        assertThat(records()).isEmpty();
        assertThat(person.open("/").shows("sign-out")).as("still signed in").isTrue();
    }

    @Test
    void whenThePageIsShownThenNothingComesFromElsewhereAndNobodyFramesIt() {
        assertThat(visitor().open("/ready").status).isEqualTo(200);
        Person lost = visitor().open("/nowhere");
        assertThat(lost.text("status")).isEqualTo("404");
        assertThat(lost.text("main")).contains("ページがありません").doesNotContain("Whitelabel");
        assertThat(visitor().open("/").header("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(visitor().open("/mine").header("Cache-Control")).isEqualTo("no-store");
    }
}
