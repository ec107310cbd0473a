package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.Sql;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was promised of the watch over anchors, and how it was kept: at a public address, and on a page. */
class PromisePageTest extends OpenIdTest {

    /** An hour between two looks, ten minutes to go through a list, and the tick, which is a day in these tests. */
    private static final Duration PROMISED = Duration.ofDays(1).plusMinutes(70);

    private static int tests;

    /** Neither what other tests noticed, nor the report of their minute. */
    @BeforeEach
    void nothingYet() {
        pass(Duration.ofHours(5).multipliedBy(++tests).plusMinutes(17));
        jdbc.sql("update anchor set noted_at = null").update();
        jdbc.sql("delete from status_change").update();
        jdbc.sql("update status_list set stopped_at = null, stopped_why = null").update();
        jdbc.sql("update crl_partition set this_update = ?")
                .param(Sql.time(clock.instant()))
                .update();
        pass(Duration.ofMinutes(2));
    }

    private HttpResponse<String> json() {
        return browser()
                .send(HttpRequest.newBuilder(URI.create(ISSUER + "/monitoring.json"))
                        .header("Origin", "https://somebody.example")
                        .GET());
    }

    @Test
    void whenAnybodyAsksThenTheMetadataLeadToTheFigures() {
        HttpResponse<String> metadata = browser()
                .send(HttpRequest.newBuilder(URI.create(ISSUER + "/.well-known/openid-configuration"))
                        .GET());
        Map<?, ?> promise = (Map<?, ?>) Objects.requireNonNull(parse(metadata).get("standing_monitoring"));
        assertThat(promise.get("worst_case_from_publication")).isEqualTo(PROMISED.toSeconds());
        assertThat(promise.get("worst_case_detection"))
                .isEqualTo(PROMISED.plusDays(1).toSeconds());
        assertThat(promise.get("measured")).isEqualTo(ISSUER + "/monitoring.json");
        HttpResponse<String> answer = json();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("max-age=60, public");
        Map<String, Object> report = parse(answer);
        assertThat(report).containsKeys("promise", "as_of", "window_days", "kept", "broken", "measured");
        assertThat(report.get("kept")).isEqualTo(true);
        assertThat(Instant.parse(String.valueOf(report.get("as_of")))).isBeforeOrEqualTo(clock.instant());
    }

    @Test
    void whenThePromiseIsKeptThenThePageSaysSoInItsReadersLanguage() {
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/monitoring"));
        assertThat(browser.text("promise")).isEqualTo("リストが出てから1日1時間以内に改めることを約束しています。");
        assertThat(browser.text("kept")).contains("約束どおりでした");
        assertThat(browser.shows("broken")).isFalse();
        String english = browser()
                .send(HttpRequest.newBuilder(URI.create(ISSUER + "/monitoring"))
                        .header("Accept-Language", "en")
                        .header("Accept", "text/html")
                        .GET())
                .body();
        assertThat(english).contains("<html lang=\"en\"", "within 1 day 1 hour");
    }

    @Test
    void whenSomethingWasNoticedTooLateThenItIsSaidWithoutBeingAsked() {
        TestCertificate person = person();
        holder(person, false);
        publish(municipality(person), 1, Map.of(person, RevocationReason.AFFILIATION_CHANGED));
        pass(PROMISED.plusMinutes(1));
        assertThat(sweep.all().revoked()).isEqualTo(1);
        assertThat(parse(json()).get("kept")).isEqualTo(false);
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/monitoring"));
        assertThat(browser.shows("kept")).isFalse();
        assertThat(browser.text("broken")).contains("約束より遅れたことが1件");
    }
}
