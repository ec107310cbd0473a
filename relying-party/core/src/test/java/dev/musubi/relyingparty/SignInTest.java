package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.NotSignedIn.Remedy;
import dev.musubi.relyingparty.fixture.TestPersons;
import dev.musubi.relyingparty.fixture.TestProvider;
import dev.musubi.relyingparty.person.BirthDate;
import dev.musubi.relyingparty.person.Evidence;
import dev.musubi.relyingparty.person.Gender;
import dev.musubi.relyingparty.person.VerifiedPerson;
import dev.musubi.relyingparty.standing.Standing;
import dev.musubi.relyingparty.standing.StandingRequirement;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sign-ins as they should go, and those the provider says no to. */
class SignInTest extends RelyingPartyTest {

    @Test
    void whenAHolderSignsInThenPersonAndStandingAreKnown() {
        SignedIn in = signedIn(DEMAND);
        assertThat(in.subject()).isEqualTo(TestProvider.SUBJECT);
        assertThat(in.sessionId()).isEqualTo("the-session");
        assertThat(in.how().acr()).isEqualTo("urn:musubi:acr:jpki-signature");
        assertThat(in.how().amr()).containsExactly("hwk", "pin");
        VerifiedPerson person = known(in.person());
        assertThat(known(person.name()).whole().value()).isEqualTo(TestPersons.NAME);
        assertThat(known(person.name()).family()).isEqualTo("結城");
        assertThat(known(person.name()).whole().isSubstitute(3)).isTrue();
        assertThat(known(person.address()).locality()).isEqualTo("清瀬市");
        assertThat(person.birthDate()).isEqualTo(new BirthDate.Whole(LocalDate.of(1980, 2, 17)));
        assertThat(person.gender()).isEqualTo(Gender.FEMALE);
        assertThat(person.verification().trustFramework()).isEqualTo("jp_aml");
        assertThat(person.verification().process()).isEqualTo("a-reference");
        assertThat(person.verification().evidence())
                .containsExactly(
                        new Evidence.ElectronicSignature(
                                "jpki_signature", "地方公共団体情報システム機構 (J-LIS)", Instant.parse("2026-05-01T00:00:00Z")),
                        new Evidence.ElectronicRecord(
                                "jp_resident_register",
                                "地方公共団体情報システム機構 (J-LIS)",
                                Instant.parse("2026-06-01T00:00:00Z")));
        assertThat(known(in.standing()).state()).isEqualTo(Standing.State.ACTIVE);
        assertThat(known(in.standing()).generation()).isEqualTo(2);
    }

    @Test
    void whenTheHolderIsAskedToBeMonitoredThenTheAnswersScopeAloneSaysWhetherTheyAgree() {
        assertThat(signedIn(DEMAND).monitored()).as("not asked").isFalse();
        assertThat(signedIn(DEMAND.askingToMonitor()).monitored())
                .as("nothing said, nothing agreed")
                .isFalse();
        assertThat(provider.lastRequest).containsEntry("scope", "openid monitoring");
        provider.tokenAnswer = answer -> answer.put("scope", "openid monitoring-of-something-else");
        assertThat(signedIn(DEMAND.askingToMonitor()).monitored()).isFalse();
        provider.tokenAnswer = answer -> answer.put("scope", "openid monitoring");
        SignedIn in = signedIn(DEMAND.askingToMonitor().inLanguages("ja"));
        assertThat(in.monitored()).isTrue();
        assertThat(in.with(known(in.standing())).monitored()).isTrue();
    }

    @Test
    void whenADemandIsPushedThenItSaysAllOfItAndNothingStandsInTheAddress() {
        SignInStart.Ready begun = begun(DEMAND.alsoWished(Item.GENDER)
                .signedInWithin(Duration.ofMinutes(5))
                .preferring("urn:musubi:acr:passkey")
                .inLanguages("ja", "en"));
        Map<String, String> request = provider.lastRequest;
        assertThat(request)
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("max_age", "300")
                .containsEntry("acr_values", "urn:musubi:acr:passkey")
                .containsEntry("ui_locales", "ja en")
                .containsEntry("scope", "openid")
                .containsKey("dpop_jkt")
                .doesNotContainKey("prompt");
        Map<String, Object> claims = Json.parse(known(request.get("claims")));
        assertThat(Json.object(Json.object(claims, "id_token"), "standing").toString())
                .contains("\"essential\":true", "\"value\":\"ACTIVE\"", "\"max_age\":900");
        assertThat(request.get("claims"))
                .contains("\"trust_framework\":{\"value\":\"jp_aml\"}")
                .contains("\"name\":{\"essential\":true}")
                .contains("\"gender\":null");
        assertThat(TestProvider.query(begun.location().getRawQuery())).containsOnlyKeys("client_id", "request_uri");
    }

    @Test
    void whenNothingIsDemandedThenNothingIsAskedFor() {
        SignedIn in = signedIn(Demand.signInOnly());
        assertThat(provider.lastRequest).doesNotContainKey("claims");
        assertThat(in.person()).isNull();
        assertThat(in.standing()).isNull();
    }

    @Test
    void whenTheProviderWantsANonceThenItGetsOneAndIsRememberedForNextTime() {
        signedIn(DEMAND);
        assertThat(provider.noncesWanted).hasValue(2);
        signedIn(DEMAND);
        assertThat(provider.noncesWanted).hasValue(2);
        provider.renewNonce();
        signedIn(DEMAND);
        assertThat(provider.noncesWanted).hasValue(4);
    }

    @Test
    void whenUserInfoComesSignedThenItIsReadAllTheSame() {
        provider.signsUserInfo = true;
        assertThat(known(known(signedIn(DEMAND).person()).name()).whole().value())
                .isEqualTo(TestPersons.NAME);
    }

    @Test
    void whenManySignInAtOnceThenEachGetsItsOwnAnswer() {
        List<String> nonces = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> begun(DEMAND))
                .map(begun -> {
                    assertThat(bank.finish(begun.pending(), through(begun.location())))
                            .isInstanceOf(SignedIn.class);
                    return begun.pending().nonce();
                })
                .toList();
        assertThat(Set.copyOf(nonces)).hasSize(16);
    }

    @Test
    void whenASignInWaitsInAStoredSessionThenItComesBackWhole() throws IOException, ClassNotFoundException {
        SignInStart.Ready begun = begun(DEMAND);
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(stored)) {
            out.writeObject(begun.pending());
        }
        PendingSignIn pending =
                (PendingSignIn) new ObjectInputStream(new ByteArrayInputStream(stored.toByteArray())).readObject();
        SignInOutcome outcome = bank.finish(pending, through(begun.location()));
        assertThat(outcome).isInstanceOf(SignedIn.class);
        try (ObjectOutputStream out = new ObjectOutputStream(stored)) {
            out.writeObject(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "login_required, login_required, ASK_INTERACTIVELY",
        "consent_required, consent_required, ASK_INTERACTIVELY",
        "interaction_required, interaction_required, ASK_INTERACTIVELY",
        "account_selection_required, interaction_required, ASK_INTERACTIVELY",
        "access_denied, access_denied, BEGIN_AGAIN",
        "server_error, provider_refused, LATER",
        "temporarily_unavailable, provider_refused, LATER",
        "invalid_request, provider_refused, OPERATOR",
        "<script>, provider_refused, OPERATOR",
    })
    void whenTheProviderSaysNoThenTheOutcomeSaysWhyAndWhatToDo(String error, String code, Remedy remedy) {
        provider.answer = parameters -> {
            Map<String, String> said = new LinkedHashMap<>(parameters);
            said.remove("code");
            said.put("error", error);
            said.put("error_description", "Whatever.");
            return said;
        };
        NotSignedIn outcome = (NotSignedIn) signIn(DEMAND.silently());
        assertThat(provider.lastRequest).containsEntry("prompt", "none");
        assertThat(outcome.code()).isEqualTo(code);
        assertThat(outcome.remedy()).isEqualTo(remedy);
        assertThat(outcome.toString()).doesNotContain("<");
        assertThat(outcome.japanese()).endsWith("。");
        assertThat(outcome.english()).endsWith(".");
    }

    @ParameterizedTest
    @CsvSource({
        "REISSUE_REQUIRED, standing_reissue_required, ASK_INTERACTIVELY",
        "SUSPENDED, standing_suspended, ASK_INTERACTIVELY",
        "ENDED, standing_ended, NONE",
        "STALE, standing_stale, LATER",
        "SOMETHING_NEW, standing_unspecified, ASK_INTERACTIVELY",
    })
    void whenTheStandingIsNotMetThenTheOutcomeSaysWhich(String word, String code, Remedy remedy) {
        Map<String, Object> error =
                Map.of("error", "standing_not_met", "error_description", word + ": it does not stand.");
        provider.answer = parameters -> Map.of(
                "error",
                "standing_not_met",
                "error_description",
                word + ": it does not stand.",
                "state",
                parameters.get("state"),
                "iss",
                parameters.get("iss"));
        NotSignedIn inTheBrowser = (NotSignedIn) signIn(DEMAND.silently());
        assertThat(inTheBrowser.code()).isEqualTo(code);
        assertThat(inTheBrowser.remedy()).isEqualTo(remedy);
        provider.answer = parameters -> parameters;
        provider.tokenError = error;
        assertThat(code(signIn(DEMAND))).isEqualTo(code);
        provider.tokenError = null;
        provider.userInfoError = error;
        assertThat(code(signIn(DEMAND))).isEqualTo(code);
    }

    @Test
    void whenTheProviderPassesOverTheDemandThenNobodyIsLetInAllTheSame() {
        provider.standing = TestProvider.standing("REISSUE_REQUIRED", true);
        assertThat(code(signIn(DEMAND))).isEqualTo("standing_reissue_required");
        provider.standing = TestProvider.standing("ACTIVE", false);
        assertThat(code(signIn(DEMAND))).isEqualTo("standing_stale");
        provider.standing = Map.of("state", "ACTIVE");
        assertThat(code(signIn(DEMAND))).isEqualTo("standing_unspecified");
        provider.standing = TestProvider.standing("A_NEW_STATE", true);
        assertThat(code(signIn(DEMAND))).isEqualTo("standing_unspecified");
    }

    @Test
    void whenStaleAttributesWillDoThenAnIdThatWantsReissueIsLetIn() {
        provider.standing = TestProvider.standing("REISSUE_REQUIRED", true);
        SignedIn in = signedIn(
                Demand.verified(Item.NAME).require(StandingRequirement.live().orReissueRequired()));
        assertThat(known(in.standing()).state()).isEqualTo(Standing.State.REISSUE_REQUIRED);
        assertThat(provider.lastRequest.get("claims")).contains("\"values\":[\"ACTIVE\",\"REISSUE_REQUIRED\"]");
    }

    @Test
    void whenWhatIsEssentialIsNotToldThenItSaysWhatIsMissing() {
        provider.userInfo = told -> told.put(
                "verified_claims",
                Map.of(
                        "verification",
                        TestPersons.verification("jp_aml"),
                        "claims",
                        TestPersons.claims().entrySet().stream()
                                .filter(each -> !each.getKey().equals("address"))
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
        assertThat(signIn(DEMAND)).isEqualTo(new NotSignedIn.AttributesMissing(Set.of(Item.ADDRESS)));
        assertThat(signIn(Demand.verified(Item.NAME).alsoWished(Item.ADDRESS))).isInstanceOf(SignedIn.class);
        provider.userInfo = told -> told.put("verified_claims", TestPersons.verifiedClaims("another_framework"));
        assertThat(code(signIn(DEMAND))).isEqualTo("attributes_missing");
    }

    @Test
    void whenTheProviderCannotBeReachedThenItIsSaid() {
        provider.close();
        Trouble trouble = trouble(bank.begin(DEMAND));
        assertThat(trouble.code()).isEqualTo("not_connected");
        assertThat(trouble.trace()).contains("java.net.ConnectException", "dev.musubi.relyingparty.Transport.");
    }

    @Test
    void whenSomethingIsPrintedThenNobodyIsNamed() {
        SignInStart.Ready begun = begun(DEMAND);
        SignedIn in = (SignedIn) bank.finish(begun.pending(), through(begun.location()));
        assertThat(begun.pending() + " " + in + " " + known(in.person()) + " "
                        + known(in.person()).name() + " " + known(in.person()).address() + " "
                        + known(in.person()).birthDate() + " " + bank.record(in, "口座開設"))
                .doesNotContain("結城", "清瀬", "1980", begun.pending().codeVerifier(), in.subject());
    }
}
