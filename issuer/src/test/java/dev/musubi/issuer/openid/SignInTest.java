package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.net.URI;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole sign-ins. */
class SignInTest extends OpenIdTest {

    private static final String VERIFIED = """
            {"id_token":{"assurance":null,"standing":{"essential":true,"value":"ACTIVE","max_age":900}},
             "userinfo":{"verified_claims":{"verification":{"trust_framework":{"value":"jp_aml"},"time":null,
               "evidence":[{"type":{"value":"electronic_signature"},"created_at":null}]},
               "claims":{"name":{"essential":true},"address":null,"birthdate":null}}}}""";

    @Test
    void whenAHolderSignsInThenTheClientLearnsWhatWasAgreedToAndHowTheIdStands() throws ParseException {
        Client bank = bank();
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        browser.go(start(bank, Map.of("claims", VERIFIED)));
        assertThat(browser.text("party")).isEqualTo("試験銀行");
        URI back = browser.press("consent-allow");
        assertThat(back.toString()).startsWith(REDIRECT + "?");
        assertThat(query(back)).containsEntry("state", "the-state").containsEntry("iss", ISSUER);

        HttpResponse<String> tokens = redeem(bank, code(back));
        assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
        JWTClaimsSet idToken = claims(member(tokens, "id_token"));
        assertThat(idToken.getAudience()).containsExactly(bank.id());
        assertThat(idToken.getStringClaim("nonce")).isEqualTo("the-nonce");
        assertThat(idToken.getStringClaim("acr")).isEqualTo("urn:musubi:acr:substantial");
        assertThat(idToken.getClaim("assurance").toString())
                .contains("nist-sp-800-63-3")
                .contains("assessed_at");
        assertThat(idToken.getJSONObjectClaim("standing")).containsEntry("state", "ACTIVE");

        HttpResponse<String> userInfo = userInfo(bank, member(tokens, "access_token"));
        assertThat(userInfo.statusCode()).as(userInfo.body()).isEqualTo(200);
        assertThat(parse(userInfo)).containsEntry("sub", idToken.getSubject());
        assertThat(userInfo.body())
                .contains("\"trust_framework\":\"jp_aml\"")
                .contains("\"electronic_signature\"")
                .contains("\"birthdate\"")
                .doesNotContain(person.x509().getSerialNumber().toString());
    }

    @Test
    void whenTheAnchorIsGoneThenTheHolderReissuesInsideTheSignInAndComesBack() {
        Client bank = bank();
        TestCertificate before = person();
        TestCertificate after = person();
        TestBrowser browser = signedIn(before, false);
        // Met before, so that it counts from then.
        assertThat(redeem(bank, code(signIn(browser, bank, Map.of()))).statusCode())
                .isEqualTo(200);
        jlis.samePerson(
                before.read(AUTHORITY.profile()).id(),
                after.read(AUTHORITY.profile()).id());
        jlis.revoked.put(before.read(AUTHORITY.profile()).id(), RevocationReason.AFFILIATION_CHANGED);
        clock.moveTo(clock.instant().plusSeconds(3600));

        browser.go(start(bank, Map.of("claims", VERIFIED)));
        assertThat(browser.text("todo")).contains("再発行してください");
        browser.press("continue");
        assertThat(browser.shows("todo")).isTrue();
        // The re-issue ends the browser session, too: the signature that does so begins the next.
        mynaApp.lay(after);
        browser.press("reissue-now");
        browser.press("sign-button");
        browser.go(URI.create(ISSUER + browser.attribute("skip-passkey", "href")));
        URI back = browser.press("consent-allow");
        HttpResponse<String> tokens = redeem(bank, code(back));
        assertThat(claims(member(tokens, "id_token")).getClaim("standing").toString())
                .contains("generation=2");
    }
}
