package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.relyingparty.decision.Decision;
import dev.musubi.relyingparty.decision.Decision.Undecided;
import dev.musubi.relyingparty.fixture.LogLines;
import dev.musubi.relyingparty.fixture.TestProvider;
import dev.musubi.relyingparty.fixture.TestTls;
import dev.musubi.relyingparty.standing.Freshness;
import dev.musubi.relyingparty.standing.Standing;
import dev.musubi.relyingparty.standing.StandingRequirement;
import dev.musubi.relyingparty.standing.Unmet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A relying party whose clock was set back, and an issuer whose clock is ahead: nothing that rests on an age passes. */
class ClockSetBackTest extends RelyingPartyTest {

    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    @Test
    void whenTheClockIsSetBackThenNobodySignsInUntilItIsWhereItWas() {
        SignInStart.Ready begun = begun(DEMAND);
        Map<String, List<String>> answer = through(begun.location());
        offset = TWO_MINUTES.negated();
        try (LogLines lines = new LogLines()) {
            assertThat(code(bank.finish(begun.pending(), answer))).isEqualTo("clock_set_back");
            assertThat(lines.all())
                    .hasSize(2)
                    .anyMatch(line -> line.startsWith("SEVERE clock.set-back: by PT"))
                    .contains("WARNING sign-in.refused: clock_set_back");
        }
        SignInStart.NotNow notNow = (SignInStart.NotNow) bank.begin(DEMAND);
        assertThat(notNow.why().code()).isEqualTo("clock_set_back");
        assertThat(notNow.why().remedy()).isEqualTo(NotSignedIn.Remedy.OPERATOR);
        offset = Duration.ZERO;
        assertThat(signIn(DEMAND)).isInstanceOf(SignedIn.class);
    }

    @Test
    void whenTheClockIsSetBackThenWhatIsKnownOfSomebodyMeetsNothing() {
        SignedIn in = signedIn(DEMAND);
        Standing known = known(in.standing());
        StandingRequirement day = StandingRequirement.live(Duration.ofDays(1));
        assertThat(bank.unmet(day, known)).isEmpty();
        offset = TWO_MINUTES.negated();
        assertThat(bank.unmet(day, known)).contains(Unmet.UNKNOWN);
        assertThat(bank.unmet(StandingRequirement.live(), known)).contains(Unmet.UNKNOWN);
        offset = Duration.ofDays(2);
        assertThat(bank.unmet(day, known)).contains(Unmet.STALE);
    }

    @Test
    void whenAnApplicationStartsAnewWithItsClockSetBackThenWhatItKeptIsOfNoAge() throws IOException {
        Standing known = known(signedIn(DEMAND).standing());
        offset = TWO_MINUTES.negated();
        try (RelyingParty anew = building(provider)
                .client(TestProvider.CLIENT, ClientKey.in(folder.resolve("bank.jwk")))
                .build()) {
            assertThat(anew.unmet(StandingRequirement.live(Duration.ofDays(1)), known))
                    .contains(Unmet.UNKNOWN);
        }
    }

    @Test
    void whenTheClockIsSetBackThenNothingIsDecidedAndNoStandingIsFresh() throws IOException {
        try (RelyingParty asking = building(provider)
                .client(TestProvider.CLIENT, ClientKey.in(folder.resolve("bank.jwk")))
                .certificate(TestTls.key(), TestTls.PASSWORD)
                .standingApi(provider.issuer())
                .build()) {
            assertThat(asking.decide("x", "bank-account")).isInstanceOf(Decision.Accept.class);
            provider.lastQuestion = Map.of();
            offset = TWO_MINUTES.negated();
            assertThat(asking.decide("x", "bank-account")).isEqualTo(new Undecided(Undecided.Why.CLOCK_SET_BACK));
            assertThat(provider.lastQuestion).isEmpty();
            StandingAnswer.Known known = (StandingAnswer.Known) asking.standing("x", Duration.ofMinutes(5));
            assertThat(asking.unmet(StandingRequirement.live(Duration.ofMinutes(5)), known.standing()))
                    .contains(Unmet.UNKNOWN);
        }
    }

    @Test
    void whenTheClockIsSetBackThenALogoutTokenIsAskedForAgain() {
        Instant now = Instant.now();
        String token = provider.sign(
                "logout+jwt",
                new JWTClaimsSet.Builder()
                        .issuer(provider.issuer())
                        .audience(TestProvider.CLIENT)
                        .subject(TestProvider.SUBJECT)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(120)))
                        .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()))
                        .build());
        assertThat(bank.loggedOut(token)).isInstanceOf(LogoutOutcome.Ended.class);
        offset = TWO_MINUTES.negated();
        LogoutOutcome.Refused refused = (LogoutOutcome.Refused) bank.loggedOut(token);
        assertThat(refused.code()).isEqualTo("logout_clock_set_back");
        assertThat(refused.retry()).isTrue();
    }

    @Test
    void whenTheIssuerTellsOfATimeToComeThenNobodyIsLetIn() {
        provider.standing = new LinkedHashMap<>(TestProvider.standing("ACTIVE", true));
        provider.standing.put("as_of", Instant.now().plusSeconds(120).toString());
        assertThat(code(signIn(DEMAND))).isEqualTo("standing_unknown");
        assertThat(code(signIn(Demand.signInOnly().require(StandingRequirement.live()))))
                .isEqualTo("standing_unknown");
        provider.standing.put("as_of", Instant.now().plusSeconds(30).toString());
        assertThat(signIn(DEMAND)).isInstanceOf(SignedIn.class);
        provider.standing.remove("fresh");
        assertThat(code(signIn(DEMAND))).isEqualTo("standing_unknown");
    }

    @Test
    void whenAnotherSkewIsSetThenThatIsTheMeasure() throws IOException {
        provider.standing = new LinkedHashMap<>(TestProvider.standing("ACTIVE", true));
        provider.standing.put("as_of", Instant.now().plusSeconds(120).toString());
        try (RelyingParty patient = building(provider)
                .client(TestProvider.CLIENT, ClientKey.in(folder.resolve("bank.jwk")))
                .skew(Duration.ofMinutes(5))
                .build()) {
            SignInStart.Ready begun = (SignInStart.Ready) patient.begin(DEMAND);
            SignedIn in = (SignedIn) patient.finish(begun.pending(), through(begun.location()));
            assertThat(known(in.standing()).told()).isEqualTo(new Freshness.Fresh(Duration.ZERO));
        }
    }

    @Test
    void whenTheProviderCannotBeUsedThenTheLogSaysWhyByClassesAndFramesAlone() {
        provider.close();
        try (LogLines lines = new LogLines()) {
            bank.begin(DEMAND);
            assertThat(lines.all())
                    .singleElement()
                    .asString()
                    .startsWith("WARNING sign-in.refused: provider_unreachable: not_connected "
                            + "(dev.musubi.relyingparty.TransportException at dev.musubi.relyingparty.Transport.")
                    .contains("caused by java.net.ConnectException")
                    .doesNotContain("localhost", "client_assertion");
            assertThat(lines.thrown()).isEmpty();
        }
    }
}
