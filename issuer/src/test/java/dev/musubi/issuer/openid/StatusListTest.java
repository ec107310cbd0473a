package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.PublishedList;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.status.FreshLists;
import dev.musubi.issuer.status.StatusPublisher;
import dev.musubi.issuer.status.StatusValue;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.net.URI;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What a relying party was told in a sign-in, and what the lists say of it from then on. */
class StatusListTest extends OpenIdTest {

    @BeforeAll
    static void freshLists(@Autowired ApplicationContext issuer) {
        FreshLists.begin(issuer);
    }

    private static final String VERIFIED = """
            {"id_token":{"standing":null},
             "userinfo":{"verified_claims":{"verification":{"trust_framework":null,"status":null},
               "claims":{"name":{"essential":true}}}}}""";

    @Autowired
    private StatusPublisher publisher;

    private record Reference(URI uri, int index) {
        static Reference in(@Nullable Object status) {
            return of(object(status, "status_list"));
        }

        static Reference of(Map<?, ?> entry) {
            return new Reference(
                    URI.create(String.valueOf(entry.get("uri"))), Integer.parseInt(String.valueOf(entry.get("idx"))));
        }
    }

    private static Map<?, ?> object(@Nullable Object object, String name) {
        assertThat(object).isInstanceOf(Map.class);
        Object member = ((Map<?, ?>) Objects.requireNonNull(object)).get(name);
        assertThat(member).isInstanceOf(Map.class);
        return (Map<?, ?>) Objects.requireNonNull(member);
    }

    private StatusValue look(Reference reference) {
        return PublishedList.fetch(tls(), reference.uri()).get(reference.index());
    }

    private HttpResponse<String> tokens(TestBrowser browser, Client client, Map<String, String> further) {
        return redeem(client, code(agreed(browser, signIn(browser, client, further))));
    }

    private static Reference reference(HttpResponse<String> tokens) throws ParseException {
        assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
        return Reference.in(claims(member(tokens, "id_token")).getClaim("status"));
    }

    private void apply(HolderId holderId, Cause cause) {
        holders.locking(holderId, () -> privateIds.apply(holderId, cause, clock.instant(), "test"));
    }

    @Test
    void whenAHolderSignsInThenEverythingToldLeadsToOneEntryThatIsValid() throws ParseException {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        browser.go(start(bank, Map.of("claims", VERIFIED)));
        HttpResponse<String> tokens = redeem(bank, code(browser.press("consent-allow")));
        JWTClaimsSet idToken = claims(member(tokens, "id_token"));
        Reference told = Reference.in(idToken.getClaim("status"));
        assertThat(told.uri().toString()).matches(ISSUER + "/status-lists/[0-9]+");
        assertThat(Reference.of(object(idToken.getClaim("standing"), "status_list")))
                .isEqualTo(told);
        Map<String, Object> userInfo = parse(userInfo(bank, member(tokens, "access_token")));
        assertThat(Reference.in(userInfo.get("status"))).isEqualTo(told);
        Map<?, ?> verification = object(userInfo.get("verified_claims"), "verification");
        assertThat(Reference.in(verification.get("status"))).isEqualTo(told);
        assertThat(look(told)).isEqualTo(StatusValue.VALID);
    }

    @Test
    void whenTheSameIsToldAgainThenItIsTheSameEntryAndAnotherSectorHasAnother() throws ParseException {
        Client bank = bank();
        Client telco = bank();
        TestBrowser browser = signedIn(person(), false);
        Reference first = reference(tokens(browser, bank, Map.of()));
        assertThat(reference(tokens(browser, bank, Map.of()))).isEqualTo(first);
        assertThat(reference(tokens(browser, telco, Map.of())).index()).isNotEqualTo(first.index());
    }

    @Test
    void whenTheAnchorIsGoneThenEverySectorsEntrySaysSo() throws ParseException {
        Client bank = bank();
        Client telco = bank();
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Reference atBank = reference(tokens(browser, bank, Map.of()));
        Reference atTelco = reference(tokens(browser, telco, Map.of()));
        publish(municipality(person), 1, Map.of(person, RevocationReason.AFFILIATION_CHANGED));
        pass(Duration.ofDays(1));
        sweep.all();
        assertThat(look(atBank)).as("nothing is published yet").isEqualTo(StatusValue.VALID);
        publisher.due();
        assertThat(look(atBank)).isEqualTo(StatusValue.REISSUE_REQUIRED);
        assertThat(look(atTelco)).isEqualTo(StatusValue.REISSUE_REQUIRED);
    }

    @Test
    void whenTheHolderReissuesThenTheEntryBeforeEndsAndTheNextIsValid() throws ParseException {
        Client bank = bank();
        TestCertificate before = person();
        TestCertificate after = person();
        jlis.samePerson(
                before.read(AUTHORITY.profile()).id(),
                after.read(AUTHORITY.profile()).id());
        Reference first = reference(tokens(signedIn(before, false), bank, Map.of()));
        apply(holderOf(before), Cause.ANCHOR_CONTENT_CHANGED);
        publisher.due();
        assertThat(look(first)).isEqualTo(StatusValue.REISSUE_REQUIRED);
        Reference second = reference(tokens(signedIn(after, false), bank, Map.of()));
        publisher.due();
        assertThat(second).isNotEqualTo(first);
        assertThat(look(first)).isEqualTo(StatusValue.INVALID);
        assertThat(look(second)).isEqualTo(StatusValue.VALID);
        assertThat(jdbc.sql("select count(*) from status_change where listed_at is null")
                        .query(Long.class)
                        .single())
                .as("every mark was published")
                .isZero();
    }

    @Test
    void whenTheHolderPausesAndResumesThenTheEntryFollows() throws ParseException {
        Client bank = bank();
        TestCertificate person = person();
        Reference told = reference(tokens(signedIn(person, false), bank, Map.of()));
        HolderId holderId = holderOf(person);
        apply(holderId, Cause.PAUSED);
        publisher.due();
        assertThat(look(told)).isEqualTo(StatusValue.SUSPENDED);
        holders.locking(holderId, () -> privateIds.resume(holderId, clock.instant()));
        publisher.due();
        assertThat(look(told)).isEqualTo(StatusValue.VALID);
        apply(holderId, Cause.KEY_IN_DOUBT);
        publisher.due();
        assertThat(look(told)).isEqualTo(StatusValue.SUSPENDED);
        apply(holderId, Cause.WITHDRAWN);
        publisher.due();
        assertThat(look(told)).isEqualTo(StatusValue.INVALID);
    }
}
